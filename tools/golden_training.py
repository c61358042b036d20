#!/usr/bin/env python3
"""Writes the training curves of PyTorch, core/src/test/resources/dev/cortado/train/curves.txt:

    /usr/bin/python3 tools/golden_training.py

Five networks are trained twice from the same start on the same batches, in float and in double precision. All numbers that
go in are whole numbers over a power of two, so that a float holds them exactly. A curve reads

    == moons                                its name, read by TrainingCurvesTest
    start layers.0.weight [2, 16] /4096 ... the weights before the first step, [in, out]
    x [240, 2] /64 ...                      what is known of the rows
    y [240, 1] /1 ...                       what is asked of them
    batch 17 3 ...                          the rows of a step, a line for each step
    float 0.7 ...                           the loss of each step before its update, in single precision
    double 0.7 ...                          the same in double precision
    used 0.2 0.2                            the loss over all rows after the last step, as the model is used: single, double
    clipped 41                              in how many steps the norm of the gradients was above the limit, if there is one
"""

import math
import os

import numpy as np
import torch
from torch import nn

SEED = 20240619
STEPS = 150
WEIGHTS = 4096
DATA = 64
FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/train/curves.txt",
)

torch.set_num_threads(1)
lines = []


class Dense(nn.Module):
    """A linear layer with its activation, so that layers have the numbers that they have in Cortado."""

    def __init__(self, columns, units, activation=None, bias=True):
        super().__init__()
        self.linear = nn.Linear(columns, units, bias)
        self.activation = activation or nn.Identity()

    def forward(self, x):
        return self.activation(self.linear(x))


class Curve:
    """What is trained and how; the rows and the start are drawn from the curve's own random numbers."""

    def __init__(self, name, rows, batch, layers, loss, optimizer, spread, rate=lambda step: 1, penalty=0, limit=None):
        self.random = np.random.default_rng([SEED, *name.encode()])
        self.name = name
        self.x, self.y, self.whole = rows(self.random)
        self.layers, self.loss, self.optimizer, self.spread = layers, loss, optimizer, spread
        self.rate, self.penalty, self.limit = rate, penalty, limit
        self.start = {}
        for name, parameter in self.model(torch.float64).named_parameters():
            if ".linear." in name:
                inputs = parameter.shape[1] if parameter.dim() == 2 else 100
                drawn = self.random.normal(size=tuple(parameter.shape)) * spread(inputs)
                self.start[name] = np.rint(drawn * WEIGHTS) / WEIGHTS
        order = [self.random.permutation(len(self.x)) for _ in range(STEPS * batch // len(self.x) + 1)]
        self.batches = np.concatenate(order)[: STEPS * batch].reshape(STEPS, batch)

    def model(self, precision):
        return nn.Sequential(*self.layers()).to(precision)

    def train(self, precision):
        model = self.model(precision)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if name in self.start:
                    parameter.copy_(torch.tensor(self.start[name]))
        x = torch.tensor(self.x, dtype=precision)
        y = torch.tensor(self.y, dtype=torch.int64 if self.whole and self.y.ndim == 1 else precision)
        weights = [parameter for parameter in model.parameters() if parameter.dim() > 1]
        optimizer = self.optimizer(model.parameters())
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, self.rate)
        losses, clipped = [], 0
        for rows in self.batches:
            loss = self.loss(model(x[rows]), y[rows])
            if self.penalty:
                loss = loss + self.penalty * sum(weight.square().sum() for weight in weights)
            optimizer.zero_grad()
            loss.backward()
            if self.limit:
                norm = torch.nn.utils.clip_grad_norm_(model.parameters(), self.limit)
                clipped += int(norm > self.limit)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            return losses, self.loss(model(x), y).item(), clipped

    def write(self):
        lines.append("== " + self.name)
        for name, values in self.start.items():
            index, _, kind = name.split(".")
            lines.append(whole(f"start layers.{index}.{kind}", values.T, WEIGHTS))
        lines.append(whole("x", self.x, DATA))
        lines.append(whole("y", self.y, 1 if self.whole else DATA))
        lines.extend("batch " + " ".join(map(str, rows)) for rows in self.batches)
        single, used_single, clipped = self.train(torch.float32)
        double, used_double, _ = self.train(torch.float64)
        lines.append("float " + " ".join(str(np.float32(loss)) for loss in single))
        lines.append("double " + " ".join(f"{loss:.12g}" for loss in double))
        lines.append(f"used {np.float32(used_single)} {used_double:.12g}")
        if self.limit:
            lines.append(f"clipped {clipped}")
        apart = max(abs(s / d - 1) for s, d in zip(single[:101], double[:101]))
        print(f"{self.name}: {single[0]:.4f} to {single[-1]:.4f}, single off double by {apart:.1e} in 100 steps, clipped {clipped}")


def whole(name, values, denominator):
    values = np.asarray(values)
    scaled = np.rint(values * denominator).astype(int)
    assert (scaled / denominator == values).all() and abs(scaled).max() < 2**24
    dims = "[" + ", ".join(map(str, values.shape)) + "]"
    return f"{name} {dims} /{denominator} " + " ".join(map(str, scaled.reshape(-1)))


def rounded(values):
    return np.rint(np.asarray(values) * DATA) / DATA


def waves(random):
    x = rounded(random.uniform(-2, 2, size=(200, 3)))
    y = np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] * x[:, 2] + 0.1 * random.normal(size=200)
    return x, rounded(y[:, None]), False


def moons(random):
    label = random.integers(2, size=240)
    angle = random.uniform(0, math.pi, size=240)
    x = np.where(label == 0, np.cos(angle), 1 - np.cos(angle))
    y = np.where(label == 0, np.sin(angle), 0.5 - np.sin(angle))
    return rounded(np.stack([x, y], 1) + 0.2 * random.normal(size=(240, 2))), label[:, None], True


def clouds(columns, classes, apart):
    def rows(random):
        label = random.integers(classes, size=320)
        centers = apart * random.normal(size=(classes, columns))
        return rounded(centers[label] + random.normal(size=(320, columns))), label, True

    return rows


def he(inputs):
    return math.sqrt(2 / inputs)


def lecun(inputs):
    return math.sqrt(1 / inputs)


def cosine(step):
    return 0.5 * (1 + math.cos(math.pi * min(step, STEPS) / STEPS)) * min(1, (step + 1) / 20)


CURVES = [
    Curve(
        "tanh regression, gradient descent",
        waves,
        20,
        lambda: [Dense(3, 16, nn.Tanh()), Dense(16, 16, nn.Tanh()), Dense(16, 1)],
        nn.MSELoss(),
        lambda parameters: torch.optim.SGD(parameters, 0.1),
        lecun,
    ),
    Curve(
        "moons, momentum with decay and penalty",
        moons,
        24,
        lambda: [Dense(2, 16, nn.ReLU()), Dense(16, 8, nn.ReLU()), Dense(8, 1)],
        nn.BCEWithLogitsLoss(),
        lambda parameters: torch.optim.SGD(parameters, 0.05, momentum=0.9, weight_decay=1e-3),
        he,
        penalty=5e-4,
    ),
    Curve(
        "ten classes, Adam",
        clouds(8, 10, 1.25),
        32,
        lambda: [Dense(8, 24, nn.ReLU()), Dense(24, 16, nn.ReLU()), Dense(16, 10)],
        nn.CrossEntropyLoss(),
        lambda parameters: torch.optim.Adam(parameters, 0.005),
        he,
    ),
    Curve(
        "batch norm, AdamW on a cosine with warm-up and clipping",
        clouds(4, 3, 1),
        32,
        lambda: [
            Dense(4, 24, bias=False),
            nn.BatchNorm1d(24),
            nn.ReLU(),
            Dense(24, 16, bias=False),
            nn.BatchNorm1d(16),
            nn.ReLU(),
            Dense(16, 3),
        ],
        nn.CrossEntropyLoss(),
        lambda parameters: torch.optim.AdamW(parameters, 0.01, weight_decay=0.05),
        he,
        rate=cosine,
        limit=0.5,
    ),
    Curve(
        "layer norm, GELU and smooth labels, RMSprop",
        clouds(6, 4, 1),
        32,
        lambda: [
            Dense(6, 20),
            nn.LayerNorm(20),
            nn.GELU(),
            Dense(20, 20),
            nn.LayerNorm(20),
            nn.GELU(),
            Dense(20, 4),
        ],
        nn.CrossEntropyLoss(label_smoothing=0.1),
        lambda parameters: torch.optim.RMSprop(parameters, 0.002, alpha=0.95),
        he,
    ),
]

for curve in CURVES:
    curve.write()

with open(FILE, "w", encoding="utf-8") as file:
    file.write("# golden numbers: tools/golden_training.py, which says what the lines are\n")
    file.write(f"# PyTorch {torch.__version__}, NumPy {np.__version__}, seed {SEED}\n")
    file.write("\n".join(lines) + "\n")
