#!/usr/bin/env python3
"""Writes the golden numbers of the tests of layers and losses, core/src/test/resources/dev/cortado/nn/golden.txt:

    /usr/bin/python3 tools/golden_nn.py

Inputs are floats; everything else is worked out by PyTorch in double precision and rounded once. A case reads

    == relu              its name, read by GoldenTest
    in x [7] 0 ...       what it is computed from
    out y [7] 0 ...      what comes out
    grad x [7] 0 ...     the gradient of sum(y * v), where v is 1, -0.5, 0.25, 2, -0.75, 1, ... over the elements of y in order
"""

import os

import numpy as np
import torch
import torch.nn.functional as F

SEED = 20240608
FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../core/src/test/resources/dev/cortado/nn/golden.txt",
)

random = np.random.default_rng(SEED)
lines = []


def normal(*shape):
    return np.round(random.normal(size=shape), 3).astype(np.float32)


def number(x):
    x = np.float32(x)
    return str(int(x)) if x == np.rint(x) and abs(x) < 1e6 else str(x)


def text(name, array):
    array = np.asarray(array, dtype=np.float32)
    dims = "[" + ", ".join(map(str, array.shape)) + "]"
    return " ".join([name, dims] + [number(x) for x in array.reshape(-1)])


def vector(y):
    pattern = torch.tensor([1, -0.5, 0.25, 2, -0.75], dtype=torch.float64)
    return pattern[torch.arange(y.numel()) % 5].reshape(y.shape)


def case(name, function, **inputs):
    """The function takes the inputs in order and gives y, and perhaps more; names in capitals have no gradient."""
    tensors = {
        key: torch.tensor(value, dtype=torch.float64, requires_grad=key.islower())
        for key, value in inputs.items()
    }
    result = function(*tensors.values())
    outputs = result if isinstance(result, dict) else {"y": result}
    lines.append("== " + name)
    lines.extend("in " + text(key, value) for key, value in inputs.items())
    lines.extend("out " + text(key, value.detach()) for key, value in outputs.items())
    y = outputs["y"]
    (y * vector(y)).sum().backward()
    lines.extend("grad " + text(k, t.grad) for k, t in tensors.items() if t.requires_grad)


def activations():
    x = np.concatenate([[0, 1, -1, 2.5, -2.5, 0.001, -0.001, 6, -6, 15, -15], normal(13)])
    x = x.astype(np.float32)
    functions = {
        "identity": lambda x: x * 1,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": F.relu,
        "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
        "leakyRelu 0.2": lambda x: F.leaky_relu(x, 0.2),
        "elu": F.elu,
        "elu 0.5": lambda x: F.elu(x, 0.5),
        "softplus": lambda x: F.softplus(x, threshold=1000),
        "gelu": F.gelu,
        "geluByTanh": lambda x: F.gelu(x, approximate="tanh"),
        "silu": F.silu,
        "clip": lambda x: torch.clamp(x, -1, 2.5),
    }
    for name, function in functions.items():
        case(name, function, x=x)
    case("softmax", lambda x: F.softmax(x, -1), x=x.reshape(4, 6))
    case("prelu", lambda x, slope: F.prelu(x, slope), x=x, slope=np.array([0.25], np.float32))


SHAPES = {"table": (5, 6), "sequence": (3, 6, 4), "image": (2, 6, 3, 2)}


def norms():
    def batch(x, scale, shift):
        mean, variance = torch.zeros(6, dtype=x.dtype), torch.ones(6, dtype=x.dtype)
        for _ in range(2):
            y = F.batch_norm(x, mean, variance, scale, shift, training=True)
        used = F.batch_norm(x, mean, variance, scale, shift)
        return {"y": y, "mean": mean, "variance": variance, "used": used}

    for name, shape in SHAPES.items():
        x, scale, shift = normal(*shape) * 2 + 1, normal(6), normal(6)
        case("batchNorm " + name, batch, x=x, scale=scale, shift=shift)
        case("groupNorm " + name, lambda x, scale, shift: F.group_norm(x, 2, scale, shift), x=x, scale=scale, shift=shift)
        if name != "table":
            instance = lambda x, scale, shift: F.instance_norm(x, weight=scale, bias=shift)
            case("instanceNorm " + name, instance, x=x, scale=scale, shift=shift)
        layer = lambda x, scale, shift: F.layer_norm(x, shape[1:], scale, shift)
        case("layerNorm " + name, layer, x=x, scale=normal(*shape[1:]), shift=normal(*shape[1:]))


def losses():
    y, t = normal(4, 3), normal(4, 3)
    per_row = lambda losses: losses.mean(dim=1)
    case("mse", lambda y, T: per_row(F.mse_loss(y, T, reduction="none")), y=y, T=t)
    case("mae", lambda y, T: per_row(F.l1_loss(y, T, reduction="none")), y=y, T=t)
    for delta in [0.5, 1]:
        huber = lambda y, T: per_row(F.huber_loss(y, T, reduction="none", delta=delta))
        case(f"huber {delta}", huber, y=y, T=t)
    z = (normal(4, 3) * 3).astype(np.float32)
    z[0] = [0, 60, -60]
    soft = np.round(random.uniform(size=(4, 3)), 3).astype(np.float32)
    soft[:2] = [[1, 0, 1], [0, 1, 0]]
    from_logits = F.binary_cross_entropy_with_logits
    case("binary", lambda y, T: per_row(from_logits(y, T, reduction="none")), y=z, T=soft)
    weighted = lambda y, T: per_row(
        from_logits(y, T, reduction="none", pos_weight=torch.tensor(2.5, dtype=y.dtype))
    )
    case("binary weighted", weighted, y=z, T=soft)
    p = np.round(random.uniform(0.001, 0.999, size=(4, 3)), 3).astype(np.float32)
    case(
        "binary of probabilities",
        lambda y, T: per_row(F.binary_cross_entropy(y, T, reduction="none")),
        y=p,
        T=soft,
    )
    z = normal(5, 4) * 3
    z[0] = [100, -100, 0, 99]
    index = np.array([1, 0, 3, 2, 2], np.float32)
    weights = torch.tensor([1, 0.5, 2, 0.25], dtype=torch.float64)
    raw = np.round(random.uniform(0.1, 1, size=(5, 4)), 2)
    distribution = (raw / raw.sum(axis=1, keepdims=True)).astype(np.float32)
    for smoothing in [0, 0.1]:
        for name, w in [("", None), (" weighted", weights)]:
            settings = dict(reduction="none", label_smoothing=smoothing, weight=w)
            suffix = f" {smoothing}{name}"
            case("classes" + suffix, lambda y, T: F.cross_entropy(y, T.long(), **settings), y=z, T=index)
            case("distribution" + suffix, lambda y, T: F.cross_entropy(y, T, **settings), y=z, T=distribution)
    logs = torch.tensor(z, dtype=torch.float64).log_softmax(1).numpy().astype(np.float32)
    case("nll", lambda y, T: F.nll_loss(y, T.long(), reduction="none"), y=logs, T=index)


def main():
    activations()
    norms()
    losses()
    os.makedirs(os.path.dirname(FILE), exist_ok=True)
    with open(FILE, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
