#!/usr/bin/env python3
"""Writes the golden numbers of the optimizer tests, core/src/test/resources/dev/cortado/optim/golden.txt:

    /usr/bin/python3 tools/golden_optim.py

Every rule takes 20 steps, on a quadratic sum(a * (x - c)^2) / 2, whose gradient is a * (x - c), and along gradients drawn
at random. PyTorch works in double precision, and the result is rounded once. Variants that PyTorch does not have are
written out below, in the letters of the lectures. A case reads

    == adam-coupled                 the rule, read by OptimizerGoldenTest
    by PyTorch                      or "formula"
    on quadratic                    or "random", whose gradients are the lines "gradient"
    rates 0.1 ...                   20 of them
    x 0.5 ...                       the parameters at the start, and after each step

Schedules are lists of rates by step, in double:

    == schedule-cosine
    rate 0.1 ...
"""

import math
import os
import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler

SEED = 20240611
STEPS = 20
SIZE = 7
FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/optim/golden.txt",
)

warnings.simplefilter("ignore")
random = np.random.default_rng(SEED)


def floats(*shape):
    return np.round(random.normal(size=shape), 3).astype(np.float32).astype(np.float64)


a = np.array([0.5, 1, 2, 3, 0.25, 1.5, 0.125])
c = np.array([1, -1, 0.5, 2, 0, -0.25, 3])
start = floats(SIZE)
gradients = floats(STEPS, SIZE)
falling = [0.1 * 0.875**i for i in range(STEPS)]

PYTORCH = {
    "sgd": lambda x, lr: torch.optim.SGD(x, lr),
    "sgd-coupled": lambda x, lr: torch.optim.SGD(x, lr, weight_decay=0.125),
    "momentum-outside": lambda x, lr: torch.optim.SGD(x, lr, momentum=0.9),
    "momentum-outside-coupled": lambda x, lr: torch.optim.SGD(x, lr, momentum=0.9, weight_decay=0.125),
    "momentum-outside-anticipating": lambda x, lr: torch.optim.SGD(x, lr, momentum=0.9, nesterov=True),
    "adagrad": lambda x, lr: torch.optim.Adagrad(x, lr),
    "adagrad-initial": lambda x, lr: torch.optim.Adagrad(x, lr, initial_accumulator_value=0.1),
    "adagrad-coupled": lambda x, lr: torch.optim.Adagrad(x, lr, weight_decay=0.125),
    "rmsprop": lambda x, lr: torch.optim.RMSprop(x, lr),
    "rmsprop-gamma": lambda x, lr: torch.optim.RMSprop(x, lr, alpha=0.9, eps=1e-3),
    "rmsprop-coupled": lambda x, lr: torch.optim.RMSprop(x, lr, weight_decay=0.125),
    "adam": lambda x, lr: torch.optim.Adam(x, lr),
    "adam-betas": lambda x, lr: torch.optim.Adam(x, lr, betas=(0.5, 0.75), eps=1e-2),
    "adam-coupled": lambda x, lr: torch.optim.Adam(x, lr, weight_decay=0.125),
    "adam-decoupled": lambda x, lr: torch.optim.AdamW(x, lr),
    "adam-decoupled-much": lambda x, lr: torch.optim.AdamW(x, lr, weight_decay=0.5),
}


class Formula:
    """One step of each variant that PyTorch does not have; m, v and s start at 0."""

    def __init__(self):
        self.m = self.v = self.s = np.zeros(SIZE)

    def momentum_inside(self, x, gradient, rate, t):
        self.v = 0.9 * self.v + rate * gradient(x)
        return x - self.v

    def nesterov(self, x, gradient, rate, t):
        g = gradient(x - 0.9 * self.v)
        self.v = 0.9 * self.v + rate * g
        return x - self.v

    def nesterov_coupled(self, x, gradient, rate, t):
        ahead = x - 0.9 * self.v
        self.v = 0.9 * self.v + rate * (gradient(ahead) + 0.125 * ahead)
        return x - self.v

    def sgd_decoupled(self, x, gradient, rate, t):
        return x - rate * gradient(x) - rate * 0.125 * x

    def sgd_independent(self, x, gradient, rate, t):
        return x - rate * gradient(x) - 0.0125 * x

    def adagrad_inside(self, x, gradient, rate, t):
        g = gradient(x)
        self.s = self.s + g * g
        return x - rate / np.sqrt(self.s + 1e-3) * g

    def rmsprop_inside(self, x, gradient, rate, t):
        g = gradient(x)
        self.s = 0.99 * self.s + 0.01 * g * g
        return x - rate / np.sqrt(self.s + 1e-3) * g

    def adam_inside(self, x, gradient, rate, t, epsilon=1e-3):
        g = gradient(x)
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g * g
        m = self.m / (1 - 0.9**t)
        v = self.v / (1 - 0.999**t)
        return x - rate / np.sqrt(v + epsilon) * m

    def adam_independent(self, x, gradient, rate, t):
        return self.adam_inside(x, gradient, rate, t, 1e-30) - 0.0125 * x


def by_pytorch(make, on, rates):
    x = torch.tensor(start, requires_grad=True)
    optimizer = make([x], rates[0])
    path = [start]
    for t in range(STEPS):
        optimizer.param_groups[0]["lr"] = rates[t]
        value = x.detach().numpy()
        x.grad = torch.tensor(a * (value - c) if on == "quadratic" else gradients[t])
        optimizer.step()
        path.append(x.detach().numpy().copy())
    return path


def by_formula(name, on, rates):
    step = getattr(Formula(), name.replace("-", "_"))
    x = start
    path = [x]
    for t in range(STEPS):
        x = step(x, (lambda at: a * (at - c)) if on == "quadratic" else (lambda _: gradients[t]), rates[t], t + 1)
        path.append(x)
    return path


def row(values):
    return " ".join(np.format_float_positional(np.float32(v), trim="-") for v in values)


def doubles(values):
    return " ".join(repr(float(v)) for v in values)


lines = [
    "# golden numbers: tools/golden_optim.py, which says what the lines are",
    f"# PyTorch {torch.__version__} in double precision, seed {SEED}",
]


def write(name, by, on, rates, path):
    lines.extend([f"== {name}", f"by {by}", f"on {on}", "rates " + doubles(rates)])
    if on == "random":
        lines.extend("gradient " + row(g) for g in gradients)
    lines.extend("x " + row(x) for x in path)


for name, make in PYTORCH.items():
    write(name, "PyTorch", "quadratic", falling, by_pytorch(make, "quadratic", falling))
    constant = [0.01] * STEPS
    write(name, "PyTorch", "random", constant, by_pytorch(make, "random", constant))
for name in [n for n in vars(Formula) if not n.startswith("_")]:
    write(name.replace("_", "-"), "formula", "quadratic", falling, by_formula(name, "quadratic", falling))
    constant = [0.01] * STEPS
    write(name.replace("_", "-"), "formula", "random", constant, by_formula(name, "random", constant))


def schedule(name, rate, make, steps=60):
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=rate)
    it = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        it.step()
    lines.extend([f"== schedule-{name}", "rate " + doubles(rates)])


schedule("linear", 0.1, lambda o: lr_scheduler.LinearLR(o, 1, 0.2, 40))
schedule("exponential", 0.1, lambda o: lr_scheduler.ExponentialLR(o, 0.9))
schedule("step", 0.1, lambda o: lr_scheduler.StepLR(o, 7, 0.5))
schedule("milestones", 0.1, lambda o: lr_scheduler.MultiStepLR(o, [10, 25, 26], 0.1))
schedule("polynomial", 0.1, lambda o: lr_scheduler.PolynomialLR(o, 40, 2.0))
schedule("polynomial-root", 0.1, lambda o: lr_scheduler.LambdaLR(o, lambda s: (1 - min(s / 40, 1)) ** 0.9))
schedule("cosine", 0.1, lambda o: lr_scheduler.LambdaLR(o, lambda s: (1 + math.cos(math.pi * min(s / 40, 1))) / 2))
schedule("cosine-to", 0.1, lambda o: lr_scheduler.CosineAnnealingLR(o, 60, 0.01))
schedule("restarts", 0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 13))
schedule("restarts-growing", 0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 7, 2, 0.01))
schedule("triangular", 0.1, lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, 9, cycle_momentum=False))
schedule("triangular-halving", 0.1, lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, 9, mode="triangular2", cycle_momentum=False))
schedule("one-cycle", 0.1, lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=62, cycle_momentum=False))
schedule("one-cycle-numbers", 0.1, lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=61, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False))
schedule("warmup", 0.1, lambda o: lr_scheduler.ChainedScheduler([lr_scheduler.LinearLR(o, 1 / 10, 1, 9), lr_scheduler.ExponentialLR(o, 0.95)]))
schedule("chain", 0.1, lambda o: lr_scheduler.SequentialLR(o, [lr_scheduler.ConstantLR(o, 0.5, 100), lr_scheduler.ExponentialLR(o, 0.9)], [15]))


def plateau(name, metrics, **options):
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    it = lr_scheduler.ReduceLROnPlateau(optimizer, eps=0, **options)
    rates = []
    for metric in metrics:
        it.step(metric)
        rates.append(optimizer.param_groups[0]["lr"])
    lines.extend([f"== plateau-{name}", "metric " + doubles(metrics), "rate " + doubles(rates)])


bumpy = np.round(np.exp(-np.arange(60) / 15) + 0.15 * np.abs(random.normal(size=60)), 4)
plateau("patience", bumpy, patience=3)
plateau("cooldown", bumpy, patience=2, cooldown=4, factor=0.5, threshold=0.05, min_lr=0.02)
plateau("accuracy", 1 - bumpy / 2, patience=2, mode="max", factor=0.5)

found = [floats(4), floats(3)]
for name, apply in (
    ("clip-norm", lambda p: torch.nn.utils.clip_grad_norm_(p, 0.75)),
    ("clip-norm-wide", lambda p: torch.nn.utils.clip_grad_norm_(p, 75)),
    ("clip-value", lambda p: torch.nn.utils.clip_grad_value_(p, 0.5)),
):
    parameters = [torch.zeros(len(g), dtype=torch.double, requires_grad=True) for g in found]
    for parameter, g in zip(parameters, found):
        parameter.grad = torch.tensor(g)
    apply(parameters)
    lines.append(f"== {name}")
    lines.append("norm " + doubles([math.sqrt(sum((g * g).sum() for g in found))]))
    lines.extend("gradient " + row(g) for g in found)
    lines.extend("x " + row(parameter.grad.numpy()) for parameter in parameters)

os.makedirs(os.path.dirname(FILE), exist_ok=True)
with open(FILE, "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n")
print(f"{sum(line.startswith('==') for line in lines)} cases in {os.path.normpath(FILE)}")
