"""The generated PyTorch programs run, and learn as the engine does.

    python3 tests/torch/program_test.py PLAYGROUND_CLI

For every row of every table the program of `playground-cli code` runs here as it is, on the data of
`playground-cli data`, in double precision; only what is random is given from outside: initial weights
are the engine's, and batches come in the samples' order (--batches sequential). Then the losses it
prints must be the engine's. Rows that draw random numbers while training (dropout, augmentation,
ensembles, guessing) cannot agree number by number; there the program must learn, or say why not.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile

import torch

EPOCHS = 4
# Data are floats written in decimal, and printed losses have six decimals; what is left is rounding
# in double. Steps of 1e-3 relative would show any wrong convention.
TOLERANCE = 2e-5


class Cli:
    def __init__(self, program):
        self.program = program

    def run(self, verb, *words):
        result = subprocess.run([self.program, verb, *words], capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"playground-cli {verb} {' '.join(words)}: {result.stderr.strip()}")
        return result.stdout

    def train(self, settings, epochs, precision="double"):
        words = ["--epochs", str(epochs)] if epochs else ["--steps", "0"]
        return json.loads(self.run("train", *settings, *words, "--batches", "sequential",
                                   "--precision", precision, "--json"))

    def schema(self):
        return {field["key"]: field for field in json.loads(self.run("schema", "--json"))["fields"]}


@contextlib.contextmanager
def given(layers):
    """Initial weights from the engine instead of drawn ones; batches in order."""
    names = ["zeros_", "constant_", "uniform_", "normal_", "xavier_uniform_", "kaiming_normal_",
             "orthogonal_"]
    kept = {name: getattr(torch.nn.init, name) for name in names}
    order = torch.randperm
    queue = [value for layer in layers for value in (layer["W"], layer["b"])]

    def take(name):
        def fill(tensor, *args, **kwargs):
            # Modules initialise themselves, too, before the program does: not with its shapes' turn.
            if not queue or sys._getframe(1).f_code.co_filename != "<program>":
                return kept[name](tensor, *args, **kwargs)
            with torch.no_grad():
                return tensor.copy_(torch.tensor(queue.pop(0)))
        return fill

    try:
        for name in names:
            setattr(torch.nn.init, name, take(name))
        torch.randperm = torch.arange
        yield
    finally:
        torch.randperm = order
        for name in names:
            setattr(torch.nn.init, name, kept[name])
    assert not queue, "the program did not initialise every layer"


def run_program(text, layers):
    """(train, test) of each epoch, as printed."""
    out = io.StringIO()
    with contextlib.ExitStack() as stack:
        if layers is not None:
            stack.enter_context(given(layers))
        stack.enter_context(contextlib.redirect_stdout(out))
        exec(compile(text, "<program>", "exec"), {"__name__": "__main__"})
    epochs = re.findall(r"epoch \d+: train ([-\d.einfa]+), test ([-\d.einfa]+)", out.getvalue())
    return [(float(train), float(test)) for train, test in epochs], out.getvalue()


def rows(schema, key):
    return [option["key"] for option in schema[key]["choices"] if option.get("available", True)]


def agreeing(schema):
    """Settings whose program must agree number by number."""
    base = ["samples=120", f"stop={EPOCHS}"]
    for act in rows(schema, "act"):
        if act != "softmax":
            yield [*base, f"act={act}"]
            yield [*base, "layers=3", f"act={act}", "loss=mse"]
    for loss in rows(schema, "loss"):
        yield [*base, "layers=4", f"loss={loss}"]
        yield [*base, "data=blobs", "layers=4", f"loss={loss}"]
        if loss in ("mse", "mae", "huber"):
            yield [*base, "data=sine" if "sine" in rows(schema, "data") else "data=river",
                   "layers=5", f"loss={loss}"]
    for init in rows(schema, "init"):
        yield [*base, f"init={init}", "layers=5,3", "bias=0.1"]
    for opt in rows(schema, "opt"):
        if opt != "guess":
            yield [*base, f"opt={opt}", "lr=0.02", "layers=4"]
            yield [*base, f"opt={opt}", "lr=0.02", "layers=4", "l2=0.001", "l1=0.0005"]
    for loss in rows(schema, "loss"):
        yield [*base, "opt=lm", f"loss={loss}", "layers=3", "l2=0.01"]
    for sched in rows(schema, "sched"):
        yield [*base, f"sched={sched}", "period=2", "factor=0.5"]
    for budget in rows(schema, "budget"):
        yield [*base, f"budget={budget}", "radius=3"]
        yield [*base, f"budget={budget}", "radius=3", "biases=1"]
    yield [*base, "l2=0.01", "biases=1"]
    yield [*base, "norm=1", "normmom=0.2", "normeps=0.001"]
    yield [*base, "clip=0.01"]
    yield [*base, "clipnorm=0.05"]
    yield [*base, "maxnorm=0.5"]
    yield [*base, "smooth=20"]
    yield [*base, "data=blobs", "loss=softmax_ce", "smooth=20"]
    yield [*base, "patience=2", "lr=3"]
    yield [*base, "std=0"]
    yield [*base, "layers="]
    for feature in rows(schema, "features"):
        yield [*base, f"features=x,{feature}" if feature != "x" else "features=x"]
    for data in rows(schema, "data"):
        if data not in ("own_classes", "own_values", "digits"):
            yield [f"data={data}", f"stop={EPOCHS}", "layers=4", "lr=0.01"]
    yield ["data=digits", "stop=2", "layers=8", "lr=0.05"]
    yield ["data=wine", f"stop={EPOCHS}", "columns=1-3,7", "layers=4"]


def learning(schema):
    """Settings whose program draws while it trains: it must learn."""
    base = ["samples=200", "stop=30", "opt=adam", "lr=0.02"]
    for convention in rows(schema, "dropconv"):
        yield [*base, "dropout=20", f"dropconv={convention}"]
    yield [*base, "jitter=5"]
    yield [*base, "rotate=5", "flip=1", "data=circles"]
    yield ["data=digits", "stop=3", "rotate=10", "shift=1", "flip=1", "jitter=5", "layers=16",
           "loss=softmax_ce", "opt=adam", "lr=0.01"]
    for vary in rows(schema, "vary"):
        yield [*base, "members=2", f"vary={vary}", "features=x,y,x2,y2"]
    yield ["samples=200", "stop=60", "opt=guess", "layers=3"]


def check_agreement(cli, settings):
    start = cli.train(settings, 0)
    # A plateau, clipping and the rest act at the end of epochs: each epoch is looked at.
    wanted = []
    for epoch in range(1, EPOCHS + 1):
        report = cli.train(settings, epoch)
        if report["epoch"] < epoch:
            break
        wanted.append((report["train"]["loss"], report["test"]["loss"]))
    got, _ = run_program(cli.run("code", *settings), start["layers"])
    if len(got) < len(wanted):
        return f"{len(got)} epochs instead of {len(wanted)}"
    is_restored = any(word.startswith("patience") for word in settings)
    for epoch, (mine, torchs) in enumerate(zip(wanted, got), 1):
        if is_restored and epoch == len(wanted):
            break  # the engine has gone back to the best weights
        for name, a, b in zip(("train", "test"), mine, torchs):
            if not abs(a - b) <= TOLERANCE * max(1, abs(a)):
                return f"epoch {epoch}, {name}: {a:.8f} here, {b:.8f} in PyTorch"
    return None


def check_learning(cli, settings):
    got, out = run_program(cli.run("code", *settings), None)
    first, last = got[0][0], got[-1][0]
    if "opt=guess" in settings:
        worse = [i for i in range(1, len(got)) if got[i][0] > got[i - 1][0] + 1e-6]
        return f"the loss rose after guess {worse[0]}" if worse else None
    if not last < 0.9 * first:
        return f"the loss went from {first} to {last} only"
    if any(word.startswith("members") for word in settings) and "mean of" not in out:
        return "the ensemble's mean is missing"
    return None


def main():
    cli = Cli(os.path.abspath(sys.argv[1]))
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    schema = cli.schema()
    passed, failed = 0, 0
    cases = [(check_agreement, s) for s in agreeing(schema)]
    cases += [(check_learning, s) for s in learning(schema)]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for check, settings in cases:
            if only not in " ".join(settings):
                continue
            try:
                with open("data.csv", "w", encoding="utf-8") as file:
                    file.write(cli.run("data", *settings))
                problem = check(cli, settings)
            except Exception as error:  # a program that does not run has failed, whatever it threw
                problem = f"{type(error).__name__}: {error}"
            passed += problem is None
            failed += problem is not None
            if problem:
                print(f"{' '.join(settings)}: {problem}")
    print(f"torch: {passed} passed, {failed} failed")


main()
