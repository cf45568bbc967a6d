#!/usr/bin/env python3
"""Finds the polynomial coefficients of engine/core/math_float.h.

Each is the minimax fit of relative error on its interval (Lawson's iteratively reweighted least
squares), rounded to float one coefficient at a time, the rest fitted again after each rounding.
Needs python3-mpmath; run with /usr/bin/python3. Prints the coefficients, lowest power first.
"""
import struct

import mpmath as mp

mp.mp.prec = 120


def to_float(x):
    return mp.mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def weighted_fit(rows, target, weight):
    """Least squares of rows·c ≈ target under weights, by the normal equations in 120 bits."""
    k = len(rows[0])
    ata, atb = mp.zeros(k, k), mp.zeros(k, 1)
    for row, t, w in zip(rows, target, weight):
        for i in range(k):
            atb[i] += w * row[i] * t
            for j in range(k):
                ata[i, j] += w * row[i] * row[j]
    return list(mp.lu_solve(ata, atb))


def minimax(basis, target):
    """Lawson: weights grow where the error is large, until the errors level out."""
    n = len(target)
    weight = [mp.mpf(1) / n] * n
    for _ in range(25):
        c = weighted_fit(basis, target, weight)
        error = [abs(sum(a * b for a, b in zip(r, c)) - t) for r, t in zip(basis, target)]
        weight = [w * e for w, e in zip(weight, error)]
        total = sum(weight)
        weight = [w / total for w in weight]
    return c, max(error)


def fit(name, f, lo, hi, powers, factor, points=160):
    """f(x) ≈ Σ c_i x^powers[i]; the error is judged multiplied by factor(x)."""
    mid, half = (mp.mpf(lo) + hi) / 2, (mp.mpf(hi) - lo) / 2
    xs = [mid + half * mp.cos(mp.pi * (i + mp.mpf(1) / 2) / points) for i in range(points)]
    xs = [x for x in xs if x != 0]
    target = [f(x) * factor(x) for x in xs]
    basis = [[x**p * factor(x) for p in powers] for x in xs]
    done = []
    while len(done) < len(powers):
        rest = [b[len(done):] for b in basis]
        left = [t - sum(c * v for c, v in zip(done, b)) for t, b in zip(target, basis)]
        c, _ = minimax(rest, left)
        done.append(to_float(c[0]))
    worst = max(abs(sum(c * v for c, v in zip(done, b)) - t) for t, b in zip(target, basis))
    print(f"{name}: weighted error {mp.nstr(worst, 4)} = 2^{mp.nstr(mp.log(worst, 2), 4)}")
    for p, c in zip(powers, done):
        print(f"  x^{p}: {float(c):.9g}F")


half_ln2 = mp.log(2) / 2 * mp.mpf("1.0001")
# e^r = 1 + r + r² q(r)
fit("exp q", lambda r: (mp.expm1(r) - r) / r**2, -half_ln2, half_ln2, range(5), lambda r: r**2)
# log(1+f) = f − f²/2 + f³ q(f), f in [√½ − 1, √2 − 1]
fit("log q", lambda f: (mp.log1p(f) - f + f**2 / 2) / f**3, mp.sqrt(0.5) - 1, mp.sqrt(2) - 1,
    range(9), lambda f: f**3 / mp.log1p(f))
# sin r = r + r³ s(r²), cos r = 1 − r²/2 + r⁴ c(r²), r in [−π/4, π/4]; x = r²
quarter = (mp.pi / 4)**2 * mp.mpf("1.0001")
fit("sin s", lambda x: (mp.sin(mp.sqrt(x)) / mp.sqrt(x) - 1) / x, 0, quarter, range(3),
    lambda x: x * mp.sqrt(x) / mp.sin(mp.sqrt(x)))
fit("cos c", lambda x: (mp.cos(mp.sqrt(x)) - 1 + x / 2) / x**2, 0, quarter, range(3),
    lambda x: x**2)
# erf x = x + x p(x²) below 0.9; x = square of the argument
fit("erf p", lambda x: mp.erf(mp.sqrt(x)) / mp.sqrt(x) - 1, 0, mp.mpf("0.82"), range(7),
    lambda x: mp.sqrt(x) / mp.erf(mp.sqrt(x)))
# erf x = 1 − e^(x q(x)), x in [0.9, 3.95]
fit("erf q", lambda x: mp.log(mp.erfc(x)) / x, mp.mpf("0.9"), mp.mpf("3.95"), range(8),
    lambda x: x * mp.erfc(x) / mp.erf(x))


def fit_halved_tanh(limit, top, bottom, points=120):
    """tanh x = 2h / (1 + h²), h = x/2 (1 + Σ p_i s^i) / (1 + Σ q_j s^j), s = x²: Lawson's weights on
    the error of tanh x, which is h's times (1 − h²) / (1 + h²); the quotient made linear by the
    denominator of the round before."""
    xs = [mp.mpf(limit) / 2 * (1 - mp.cos(mp.pi * (i + mp.mpf(1) / 2) / points)) for i in range(points)]
    hs = [mp.tanh(x / 2) for x in xs]
    scale = [(1 - h * h) / (1 + h * h) / h for h in hs]
    weight, below, best = [mp.mpf(1)] * points, [mp.mpf(1)] * points, None
    for _ in range(50):
        rows = [[c / q * x / 2 * x**(2 * i) for i in range(1, top + 1)]
                + [-c / q * h * x**(2 * j) for j in range(1, bottom + 1)]
                for x, h, c, q in zip(xs, hs, scale, below)]
        target = [c / q * (h - x / 2) for x, h, c, q in zip(xs, hs, scale, below)]
        found = weighted_fit(rows, target, weight)
        value = lambda c, s: 1 + sum(k * s**(i + 1) for i, k in enumerate(c))
        below = [value(found[top:], x * x) for x in xs]
        above = [x / 2 * value(found[:top], x * x) for x in xs]
        error = [abs(2 * n * d / (n * n + d * d) / mp.tanh(x) - 1) for x, n, d in zip(xs, above, below)]
        if best is None or max(error) < best[0]:
            best = max(error), found
        # No point is let go of entirely: it would come back as the largest.
        weight = [w * (e / max(error) + mp.mpf("0.02")) for w, e in zip(weight, error)]
        weight = [w * points / sum(weight) for w in weight]
    print(f"tanh: relative error {mp.nstr(best[0], 4)} = 2^{mp.nstr(mp.log(best[0], 2), 4)}")
    for name, c in [("p", best[1][:top]), ("q", best[1][top:])]:
        for i, k in enumerate(c):
            print(f"  {name} s^{i + 1}: {float(to_float(k)):.9g}F")


# From 9.02 on tanh x rounds to 1; the clamp lies lower, where the rounded quotient is exactly 1.
fit_halved_tanh("9.02", 2, 3)
