#!/usr/bin/env python3
"""Writes tests/golden/trajectories.inc: what PyTorch makes of given weights on given batches.

Needs Debian's python3-torch; run as /usr/bin/python3 tools/golden/make_golden.py. Nobody needs
PyTorch to build or test: the output is committed. Everything is float64; hyperparameters are
rounded to float first, as the engine holds them.
"""
import pathlib
import struct

import torch

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/trajectories.inc"
SIZES = [2, 4, 3, 1]
SAMPLES, BATCH, STEPS = 12, 5, 100  # 5 does not divide 12: batches wrap round, all rows differ
MARKS = (10, 100)


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


LAMBDA = f32(0.01)
BETA1, BETA2 = f32(0.9), f32(0.999)
RATES = {"sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adagrad": 0.1, "rmsprop": 0.01,
         "adam": 0.02, "adamw": 0.02}


def make_optimizer(key, params, l2):
    rate, eps = f32(RATES[key]), f32(1e-8)
    decayed = [{"params": params[0::2], "weight_decay": 2 * l2},  # weights only
               {"params": params[1::2], "weight_decay": 0.0}]
    return {
        "sgd": lambda: torch.optim.SGD(params, lr=rate),
        "momentum": lambda: torch.optim.SGD(params, lr=rate, momentum=BETA1),
        "nesterov": lambda: torch.optim.SGD(params, lr=rate, momentum=BETA1, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad(params, lr=rate, eps=eps),
        "rmsprop": lambda: torch.optim.RMSprop(params, lr=rate, alpha=BETA2, eps=eps),
        "adam": lambda: torch.optim.Adam(params, lr=rate, betas=(BETA1, BETA2), eps=eps),
        "adamw": lambda: torch.optim.AdamW(decayed, lr=rate, betas=(BETA1, BETA2), eps=eps),
    }[key]()


LOSSES = {  # of the last layer's pre-activation z and the 0/1 class y
    "mse": lambda z, y: torch.nn.functional.mse_loss(torch.sigmoid(z), y),
    "mae": lambda z, y: torch.nn.functional.l1_loss(torch.sigmoid(z), y),
    "huber": lambda z, y: torch.nn.functional.huber_loss(torch.sigmoid(z), y),
    "bce": lambda z, y: torch.nn.functional.binary_cross_entropy_with_logits(z, y),
    "hinge": lambda z, y: torch.clamp(1 - (2 * y - 1) * z, min=0).mean(),
}


def flat(params):
    """The engine's layout: a layer's weights column by column, then its biases."""
    return torch.cat([p.detach().t().reshape(-1) if p.dim() == 2 else p.detach() for p in params])


def train(X, y, start, optimizer_key, loss_key, l1, l2):
    params = [p.clone().requires_grad_() for p in start]
    optimizer = make_optimizer(optimizer_key, params, l2)
    marks, losses = [], []
    for step in range(STEPS):
        rows = [(step * BATCH + i) % SAMPLES for i in range(BATCH)]
        A = X[rows]
        for W, b in zip(params[0:-2:2], params[1:-2:2]):
            A = torch.tanh(A @ W.t() + b)
        z = (A @ params[-2].t() + params[-1]).squeeze(1)
        loss = LOSSES[loss_key](z, y[rows])
        in_loss = 0.0 if optimizer_key == "adamw" else l2
        penalty = sum(l1 * W.abs().sum() + in_loss * (W * W).sum() for W in params[0::2])
        optimizer.zero_grad()
        (loss + penalty).backward()
        optimizer.step()
        losses.append(loss.item())
        if step + 1 in MARKS:
            marks.append(flat(params))
    return marks, losses[-1]


def numbers(values):
    items = [repr(float(v)) for v in values]
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > 98:
            lines.append(line)
            line = "   "
        line += f" {item},"
    return "\n".join(lines + [line])


def problem():
    """Inputs, 0/1 classes and starting parameters, exact in float."""
    torch.manual_seed(1)
    single = torch.float32  # inputs and weights are exact in float, so both precisions start alike
    X = torch.randn(SAMPLES, 2, dtype=single).double()
    y = (X[:, 0] * X[:, 1] > 0).double()
    start = []
    for inputs, units in zip(SIZES, SIZES[1:]):
        start.append((torch.randn(units, inputs, dtype=single) * 0.7).double())
        start.append((torch.randn(units, dtype=single) * 0.1).double())
    return X, y, start


def main():
    X, y, start = problem()
    runs = [(o, loss, 0.0, l2) for o in RATES for loss in ("mse", "bce") for l2 in (0.0, LAMBDA)]
    runs += [("sgd", loss, 0.0, 0.0) for loss in ("mae", "huber", "hinge")]
    runs += [("sgd", "bce", LAMBDA, 0.0)]
    with OUT.open("w") as out:
        out.write("// Made by tools/golden/make_golden.py with PyTorch "
                  f"{torch.__version__.split('a')[0]}. Do not edit.\n")
        out.write("// clang-format off\n")
        for name, values in (("Inputs", X.reshape(-1)), ("Classes", y), ("Start", flat(start))):
            out.write(f"inline constexpr double kGolden{name}[] = {{\n{numbers(values)}\n}};\n")
        out.write("inline constexpr GoldenRun kGoldenRuns[] = {\n")
        for optimizer_key, loss_key, l1, l2 in runs:
            marks, last = train(X, y, start, optimizer_key, loss_key, l1, l2)
            out.write(f'  {{"{optimizer_key}", "{loss_key}", {f32(RATES[optimizer_key])!r}, {l1!r}, '
                      f"{l2!r}, {last!r},\n   {{\n{numbers(marks[0])}\n   }},\n   {{\n"
                      f"{numbers(marks[1])}\n   }}}},\n")
        out.write("};\n")


if __name__ == "__main__":
    main()
