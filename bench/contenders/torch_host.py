#!/usr/bin/env python3
"""PyTorch on one thread, natively, as a contender: the protocol of bench/engine_bench.cpp.

Requests are lines, answers lines of JSON; data and initial weights are bit for bit those of
bench/workloads.cpp. Eager mode, torch.nn and torch.optim, as its own tutorials train.
"""
import json
import math
import sys
import time

import torch

torch.set_num_threads(1)

ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "logistic": torch.nn.Sigmoid}
LOSSES = {"mse": torch.nn.MSELoss, "bce": torch.nn.BCEWithLogitsLoss}


class Workload:
    def __init__(self, row):
        words = row.split()
        self.id, units, self.hidden, self.output = words[:4]
        self.units = [int(word) for word in units.split("-")]
        self.batch, self.samples = int(words[4]), int(words[5])
        self.optimizer, self.rate, self.loss = words[6], float(words[7]), words[8]
        self.field = int(words[9])


def draws():
    """Numerical Recipes' generator: upper 24 bits, in [-1, 1)."""
    state = 1
    while True:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        yield (state >> 8) / 8388608.0 - 1.0


class Run:
    def __init__(self, w):
        self.w = w
        draw = draws()
        x = [next(draw) for _ in range(w.samples * w.units[0])]
        y = [next(draw) for _ in range(w.samples * w.units[-1])]
        if w.loss == "bce":
            y = [float(value >= 0) for value in y]
        X = torch.tensor(x).reshape(w.samples, w.units[0])
        Y = torch.tensor(y).reshape(w.samples, w.units[-1])
        self.batches = list(zip(X.split(w.batch), Y.split(w.batch)))
        self.layers = []
        modules = []
        for inputs, out in zip(w.units, w.units[1:]):
            if modules:
                modules.append(ACTIVATIONS[w.hidden]())
            layer = torch.nn.Linear(inputs, out)
            scale = math.sqrt(6 / (inputs + out))
            flat = torch.tensor([scale * next(draw) for _ in range(inputs * out)])
            with torch.no_grad():
                layer.weight.copy_(flat.reshape(inputs, out).T)
                layer.bias.zero_()
            self.layers.append(layer)
            modules.append(layer)
        self.model = torch.nn.Sequential(*modules)  # up to the logits
        rule = torch.optim.Adam if w.optimizer == "adam" else torch.optim.SGD
        self.optimizer = rule(self.model.parameters(), lr=w.rate)
        self.loss = LOSSES[w.loss]()
        self.next = 0
        centre = [(2 * i + 1) / w.field - 1 for i in range(w.field)]
        self.points = torch.tensor([[u, v] for v in centre for u in centre])

    def train(self, steps):
        for _ in range(steps):
            x, y = self.batches[self.next]
            self.next = (self.next + 1) % len(self.batches)
            self.optimizer.zero_grad()
            self.loss(self.model(x), y).backward()
            self.optimizer.step()

    def field(self):
        with torch.no_grad():
            z = self.model(self.points)
            return torch.sigmoid(z) if self.w.output == "logistic" else z

    def repeat(self, times):
        if self.w.field == 0:
            return self.train(times)
        for _ in range(times):
            self.field()

    def weights(self):
        with torch.no_grad():
            parts = [part.reshape(-1) for l in self.layers for part in (l.weight.T, l.bias)]
            return torch.cat(parts).tolist()


def measure(run, seconds):
    portion = 1
    while True:
        before = time.thread_time()
        run.repeat(portion)
        took = time.thread_time() - before
        if took >= seconds / 10:
            break
        portion = max(portion + 1, round(portion * min(8, seconds / 8 / max(took, 1e-6))))
    cpu, wall, count = time.thread_time(), time.perf_counter(), 0
    while time.thread_time() - cpu < seconds:
        run.repeat(portion)
        count += portion
    return {"count": count, "cpu": time.thread_time() - cpu, "wall": time.perf_counter() - wall}


def answer(line):
    verb, rest = line.split(None, 1)
    if verb == "field":
        return {"values": Run(Workload(rest)).field().reshape(-1).tolist()}
    number, row = rest.split(None, 1)
    run = Run(Workload(row))
    if verb == "measure":
        return measure(run, float(number))
    run.train(int(number))
    return {"values": run.weights()}


for request in sys.stdin:
    print(json.dumps(answer(request)), flush=True)
