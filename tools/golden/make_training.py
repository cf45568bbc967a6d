#!/usr/bin/env python3
"""Writes tests/golden/training_runs.inc: PyTorch's 60 full-batch epochs with whatever surrounds the
update: schedules, clipping, smoothing, budgets; and its L-BFGS.

Same problem, tools and precision as make_golden.py. The engine repeats each run through its whole
trainer (tests/engine/train_golden_test.cpp), which holds the same table of variants by name.
"""
import pathlib

import torch

import make_golden as golden

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/training_runs.inc"
STEPS = 60
f32 = golden.f32


class Variant:
    """A run that differs from plain momentum in the hooks it overrides."""

    rate = 0.1

    def scheduler(self, optimizer):
        return None

    def targets(self, y):
        return y

    def start(self, params):
        return params

    def hidden(self, A, layer, step):
        """What the next layer sees of A; step None is evaluation."""
        return A

    def predict(self, params, X, step):
        A = X
        for layer, (W, b) in enumerate(zip(params[0:-2:2], params[1:-2:2])):
            A = self.hidden(torch.tanh(A @ W.t() + b), layer, step)
        return (A @ params[-2].t() + params[-1]).squeeze(1)

    def penalty(self, params):
        return 0

    def before_step(self, params):
        pass

    def after_step(self, params):
        pass


def schedule(make):
    class Scheduled(Variant):
        def scheduler(self, optimizer):
            return make(optimizer)
    return Scheduled()


lr = torch.optim.lr_scheduler
PERIOD, FACTOR = 15, 0.25  # exact in float


class Plateau(Variant):
    rate = 2.0  # overshoots, so that the loss stops falling

    def scheduler(self, optimizer):
        return lr.ReduceLROnPlateau(optimizer, factor=FACTOR, patience=3)


def clip(cut):
    class Clipped(Variant):
        def before_step(self, params):
            cut(params)
    return Clipped()


class Smoothed(Variant):
    def targets(self, y):
        return y * (1 - f32(0.1)) + f32(0.1) / 2


def constrain(project, **members):
    class Constrained(Variant):
        def after_step(self, params):
            project(params)
    return type("Constrained", (Constrained,), members)()


def max_norm(params):
    for W in params[0::2]:
        norms = W.norm(dim=1, keepdim=True)
        W.mul_(torch.where(norms > f32(0.75), f32(0.75) / norms, torch.ones_like(norms)))


def ball(params, radius=2.0):
    norm = torch.cat([W.reshape(-1) for W in params[0::2]]).norm()
    for W in params[0::2]:
        if norm > radius:
            W.mul_(radius / norm)


def diamond(params, radius=5.0):
    """Duchi et al. 2008, figure 1, by sorting; weights and biases."""
    u = torch.cat([p.reshape(-1) for p in params]).abs().sort(descending=True).values
    if u.sum() <= radius:
        return
    counts = torch.arange(1, len(u) + 1, dtype=torch.float64)
    excess = (u.cumsum(0) - radius) / counts
    theta = excess[(u > excess).nonzero().max()]
    for p in params:
        p.copy_(p.sign() * (p.abs() - theta).clamp(min=0))


class Penalised(Variant):
    def penalty(self, params):
        return sum(f32(0.01) * (p * p).sum() for p in params)  # biases too


VARIANTS = {
    "plain": Variant(),
    "step": schedule(lambda o: lr.StepLR(o, PERIOD, FACTOR)),
    "exp": schedule(lambda o: lr.ExponentialLR(o, FACTOR ** (1 / PERIOD))),
    "cosine": schedule(lambda o: lr.CosineAnnealingLR(o, STEPS, eta_min=FACTOR * f32(0.1))),
    "warmup": schedule(lambda o: lr.LinearLR(o, FACTOR, 1.0, PERIOD)),
    "plateau": Plateau(),
    "clip": clip(lambda p: torch.nn.utils.clip_grad_value_(p, f32(0.01))),
    "clipnorm": clip(lambda p: torch.nn.utils.clip_grad_norm_(p, f32(0.05))),
    "smooth": Smoothed(),
    "maxnorm": constrain(max_norm),
    "budget_l2": constrain(ball),
    "budget_l1_biases": constrain(diamond),
    "l2_biases": Penalised(),
}


class Dropped(Variant):
    """Given masks, so that the two programs need not share random numbers."""

    def __init__(self, training_scale, evaluation_scale):
        self.training_scale, self.evaluation_scale = training_scale, evaluation_scale

    def hidden(self, A, layer, step):
        if step is None:
            return A * self.evaluation_scale
        keeps = [[(3 * step + 5 * layer + 7 * unit + 11 * sample) % 4 != 0
                  for unit in range(A.shape[1])] for sample in range(A.shape[0])]
        return A * torch.tensor(keeps, dtype=A.dtype) * self.training_scale


DROPOUTS = {"inverted": Dropped(1 / 0.75, 1), "lecture": Dropped(1, 0.75)}


class Normalised(Variant):
    """Batch normalisation between W A + b and tanh; parameters W, b, γ, β of each layer."""

    def __init__(self):
        self.running = [[torch.zeros(n), torch.ones(n)] for n in golden.SIZES[1:-1]]
        self.running = [[m.double(), v.double()] for m, v in self.running]

    def start(self, params):
        out = []
        for W, b in zip(params[0:-2:2], params[1:-2:2]):
            out += [W, b, torch.ones_like(b), torch.zeros_like(b)]
        return out + params[-2:]

    def predict(self, params, X, step):
        A = X
        for layer, (mean, variance) in enumerate(self.running):
            W, b, gamma, beta = params[4 * layer:4 * layer + 4]
            A = torch.tanh(torch.nn.functional.batch_norm(
                A @ W.t() + b, mean, variance, gamma, beta, training=step is not None,
                momentum=0.1, eps=1e-5))
        return (A @ params[-2].t() + params[-1]).squeeze(1)


class Softmax(Variant):
    """Three classes with an output each: those of class 1 to the right of x = 0 are class 2. The
    output weights are the start's own, one, two and three times."""

    def start(self, params):
        W, b = params[-2:]
        return params[:-2] + [torch.cat([W, 2 * W, 3 * W]), torch.cat([b, 2 * b, 3 * b])]

    def predict(self, params, X, step):
        A = X
        for W, b in zip(params[0:-2:2], params[1:-2:2]):
            A = torch.tanh(A @ W.t() + b)
        return A @ params[-2].t() + params[-1]


def loss_of(variant, params, X, y, step=None):
    z = variant.predict(params, X, step)
    if isinstance(variant, Softmax):
        classes = y.long() + ((y > 0.5) & (X[:, 0] > 0)).long()
        return torch.nn.functional.cross_entropy(z, classes)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y)


def run(name, variant, X, y, start):
    params = [p.clone().requires_grad_() for p in variant.start(start)]
    optimizer = torch.optim.SGD(params, lr=f32(variant.rate), momentum=golden.BETA1)
    scheduler = variant.scheduler(optimizer)
    for step in range(STEPS):
        loss = loss_of(variant, params, X, variant.targets(y), step)
        optimizer.zero_grad()
        (loss + variant.penalty(params)).backward()
        variant.before_step(params)
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        with torch.no_grad():
            variant.after_step(params)
            watched = loss_of(variant, params, X, y).item()
        if isinstance(scheduler, lr.ReduceLROnPlateau):
            scheduler.step(watched)
        elif scheduler:
            scheduler.step()
    assert name != "plateau" or rate < variant.rate, "no plateau was found"
    return loss.item(), rate, watched, golden.flat(params)


LBFGS_MARKS = (10, 20)
LBFGS_RUNS = [("bce", 0.0), ("bce", golden.LAMBDA), ("mse", golden.LAMBDA)]  # loss, λ₂


def run_lbfgs(loss_key, l2, X, y, start):
    """One iteration a step, as the engine counts; tolerances off, so that none is left out."""
    params = [p.clone().requires_grad_() for p in start]
    optimizer = torch.optim.LBFGS(params, max_iter=1, max_eval=100, history_size=10,
                                  tolerance_grad=0, tolerance_change=0,
                                  line_search_fn="strong_wolfe")

    def objective():
        optimizer.zero_grad()
        z = Variant().predict(params, X, None)
        value = golden.LOSSES[loss_key](z, y) + l2 * sum((W * W).sum() for W in params[0::2])
        value.backward()
        return value

    marks = []
    for step in range(max(LBFGS_MARKS)):
        value = optimizer.step(objective).item()
        if step + 1 in LBFGS_MARKS:
            marks.append((value, golden.flat(params)))
    return marks


def main():
    X, y, start = golden.problem()
    with OUT.open("w") as out:
        out.write("// Made by tools/golden/make_training.py with PyTorch "
                  f"{torch.__version__.split('a')[0]}. Do not edit.\n// clang-format off\n")
        for table, variants in (("Training", VARIANTS), ("Dropout", DROPOUTS)):
            out.write(f"inline constexpr TrainingRun k{table}Runs[] = {{\n")
            for name, variant in variants.items():
                last, rate, watched, values = run(name, variant, X, y, start)
                out.write(f'  {{"{name}", {last!r}, {rate!r}, {watched!r},\n   {{\n'
                          f"{golden.numbers(values)}\n   }}}},\n")
            out.write("};\n")
        out.write("inline constexpr LbfgsRun kLbfgsRuns[] = {\n")
        for loss_key, l2 in LBFGS_RUNS:
            out.write(f'  {{"{loss_key}", {l2!r},\n')
            for value, values in run_lbfgs(loss_key, l2, X, y, start):
                out.write(f"   {value!r}, {{\n{golden.numbers(values)}\n   }},\n")
            out.write("  },\n")
        out.write("};\n")
        last, _, watched, values = run("softmax", Softmax(), X, y, start)
        out.write(f"inline constexpr SoftmaxRun kSoftmaxRun = {{{last!r}, {watched!r},\n   {{\n"
                  f"{golden.numbers(values)}\n   }}}};\n")
        norm = Normalised()
        last, _, watched, values = run("norm", norm, X, y, start)
        running = torch.cat([v for pair in norm.running for v in pair])
        out.write(f"inline constexpr NormRun kNormRun = {{{last!r}, {watched!r},\n   {{\n"
                  f"{golden.numbers(values)}\n   }},\n   {{\n{golden.numbers(running)}\n   }}}};\n")


if __name__ == "__main__":
    main()
