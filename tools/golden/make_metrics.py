#!/usr/bin/env python3
"""Writes tests/golden/metrics.inc: what scikit-learn says about given scores and labels.

Needs Debian's python3-sklearn (1.2.1 here); run as /usr/bin/python3 tools/golden/make_metrics.py.
Nobody needs scikit-learn to build or test: the output is committed. Inputs are rounded to few
binary digits, so that they are exact in float and some of them tie.
"""
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/metrics.inc"
BINS = 10


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def probabilities(rng, labels, classes, strength, steps):
    """Random probabilities in multiples of 1/steps that favour the label; each row adds up to 1."""
    z = rng.normal(size=(len(labels), classes))
    z[np.arange(len(labels)), labels] += strength
    p = np.floor(softmax(z) * steps) / steps
    p[:, 0] += 1 - p.sum(axis=1)
    return p


def cases():
    """(name, labels, scores with a row a sample, whether they are probabilities)"""
    rng = np.random.default_rng(7)
    y = rng.integers(0, 2, 60)
    yield "binary", y, probabilities(rng, y, 2, 1.0, 4096), True
    yield "binary with ties", y, probabilities(rng, y, 2, 0.7, 8), True
    certain = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.25, 0.75], [0.0, 1.0]])
    yield "certain and wrong", np.array([0, 1, 1, 1, 0, 0]), certain, True
    s = np.round(rng.normal(size=40) * 8) / 8
    y = (s + rng.normal(size=40) > 0).astype(int)
    yield "margins", y, np.stack([-s, s], axis=1), False
    y = rng.integers(0, 3, 45)
    yield "three classes", y, probabilities(rng, y, 3, 1.2, 1024), True
    p = probabilities(rng, y, 3, 1.0, 64)
    p[:, 1] += 0.75 * p[:, 2]  # the last class is never predicted, though its score ranks
    p[:, 2] *= 0.25
    yield "a class never predicted", y, p, True
    y = rng.integers(0, 5, 70)
    yield "five classes", y, probabilities(rng, y, 5, 1.5, 256), True
    yield "five classes, coarse", y, probabilities(rng, y, 5, 0.5, 16), True


def averages(rows):
    return [rows[k] for k in ("precision", "recall", "f1-score")]


def expected(labels, scores, are_probabilities):
    k = scores.shape[1]
    predicted = scores.argmax(axis=1)
    report = metrics.classification_report(labels, predicted, labels=range(k), output_dict=True,
                                           zero_division=0)
    rows = [report[str(c)] for c in range(k)]
    curves = [1] if k == 2 else range(k)
    out = {
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(k)).ravel(),
        "accuracy": [metrics.accuracy_score(labels, predicted)],
        "rows": [v for row in rows for v in averages(row)],
        "support": [row["support"] for row in rows],
        "macro": averages(report["macro avg"]), "weighted": averages(report["weighted avg"]),
        "auc": [metrics.roc_auc_score(labels == c, scores[:, c]) for c in curves],
        "ap": [metrics.average_precision_score(labels == c, scores[:, c]) for c in curves],
        "roc": [], "pr": [], "log_loss": [], "calibration": [], "ece": [],
    }
    if k > 2:
        macro = metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro")
        assert np.isclose(macro, np.mean(out["auc"]), rtol=1e-14)
    out["macro_auc"] = [np.mean(out["auc"])]
    out["macro_ap"] = [np.mean(out["ap"])]
    for c in curves:
        x, y, _ = metrics.roc_curve(labels == c, scores[:, c], drop_intermediate=False)
        out["roc"] += [v for point in zip(x, y) for v in point]
        # From the highest threshold down, as the engine has it.
        y, x, _ = metrics.precision_recall_curve(labels == c, scores[:, c])
        out["pr"] += [v for point in zip(x[::-1], y[::-1]) for v in point]
    if are_probabilities:
        out["log_loss"] = [metrics.log_loss(labels, scores, labels=range(k))]
        p = scores[:, 1] if k == 2 else scores.max(axis=1)
        happened = (labels == 1 if k == 2 else labels == predicted).astype(int)
        share, mean = calibration_curve(happened, p, n_bins=BINS)
        bins = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], p)
        count = np.bincount(bins, minlength=BINS)
        count = count[count > 0]
        out["calibration"] = [v for row in zip(mean, share, count) for v in row]
        out["ece"] = [(count * np.abs(mean - share)).sum() / count.sum()]
    return out


def regressions():
    rng = np.random.default_rng(11)
    y = np.round(rng.normal(size=50) * 256) / 256
    yield "noisy", y, np.round((0.8 * y + 0.3 + 0.4 * rng.normal(size=50)) * 256) / 256
    yield "exact", y, y
    yield "worse than the mean", y, -2 * y
    yield "the same wrong offset", y, y + 0.5
    yield "constant target, missed", np.full(7, 2.0), np.linspace(1, 2.5, 7)
    yield "constant target, met", np.full(7, 2.0), np.full(7, 2.0)
    yield "constant target, offset", np.full(7, 2.0), np.full(7, 2.5)
    yield "large mean", 4096 + y, 4096 + y + np.where(np.arange(50) % 3 == 0, 0.125, -0.25)


def numbers(values, indent="     "):
    lines, line = [], indent + "{"
    for item in [repr(float(v)) if not float(v).is_integer() else str(int(v)) for v in values]:
        if len(line) + len(item) + 2 > 98:
            lines.append(line.rstrip())
            line = indent + " "
        line += f"{item}, "
    lines.append(line.rstrip(", ") + "},\n")
    return "\n".join(lines)


def write_classifications(out):
    out.write("inline std::vector<GoldenClassification> golden_classifications() {\n  return {\n")
    for name, labels, scores, are_probabilities in cases():
        assert np.array_equal(scores, scores.astype(np.float32)), name
        k = scores.shape[1]
        e = expected(labels, scores, are_probabilities)
        out.write(f'    {{"{name}", {k}, {str(are_probabilities).lower()},\n')
        out.write(numbers(scores.ravel()) + numbers(labels))
        for key in ("confusion", "accuracy", "rows", "support", "macro", "weighted", "auc", "ap",
                    "macro_auc", "macro_ap", "roc", "pr", "log_loss", "calibration", "ece"):
            out.write(numbers(e[key]))
        names = [f"class {c}" for c in range(k)]
        text = metrics.classification_report(labels, scores.argmax(axis=1), labels=range(k),
                                             target_names=names, zero_division=0)
        out.write(f'     R"({text})"}},\n')
    out.write("  };\n}\n")


def write_regressions(out):
    out.write("inline std::vector<GoldenRegression> golden_regressions() {\n  return {\n")
    for name, y, predicted in regressions():
        y, predicted = (np.asarray(v, dtype=np.float32).astype(float) for v in (y, predicted))
        e = y - predicted
        mse = metrics.mean_squared_error(y, predicted)
        out.write(f'    {{"{name}",\n' + numbers(y) + numbers(predicted))
        out.write(numbers([mse, np.sqrt(mse), metrics.mean_absolute_error(y, predicted),
                           metrics.r2_score(y, predicted),
                           metrics.explained_variance_score(y, predicted), e.mean(), e.std()]))
        out.write(numbers(np.histogram(e, bins=32)[0] if e.min() < e.max() else []) + "    },\n")
    out.write("  };\n}\n")


def main():
    warnings.simplefilter("error")
    with OUT.open("w") as out:
        out.write("// Made by tools/golden/make_metrics.py with scikit-learn "
                  f"{sklearn.__version__}. Do not edit.\n// clang-format off\n")
        write_classifications(out)
        write_regressions(out)


if __name__ == "__main__":
    main()
