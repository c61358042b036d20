#!/usr/bin/env python3
"""Writes the golden numbers of the tensor tests, in core/src/test/resources/dev/cortado/tensor:

    /usr/bin/python3 tools/golden.py

golden.txt holds operations: their inputs, the result and, for a fixed vector, the gradients of sum(result * vector).
Inputs are floats; the result and the gradients are worked out by PyTorch in double precision and rounded once, so they
are the truth that a float result is measured against, not another float result. A case reads

    == matmul                       the operation and its numbers (axes, lengths), read by GoldenTest
    in [2, 3] 0.5 ...               one line for each input
    out [2, 2] ...
    within sum 3                    how far a result may be off: see WITHIN
    magnitude [2, 2] ...            for "sum": the same with absolute values
    vector [2, 2] ...               if there are gradients: one line for each input, "-" for an index
    grad [2, 3] ...

printed.txt holds float32 arrays and how NumPy prints them, line breaks written as a bar.
"""

import os

import numpy as np
import torch

WITHIN = """
exact      the same bits: one IEEE operation, which rounding a double once does not change, or none at all
ulp N      N units in the last place: 1 for the functions, which are within 0.501; 4 where some are chained
sum N      N terms were added: N * 2^-24 * sum|x| (or sum|x||y|), the bound for any order, and one unit more
scale      1e-6 of the largest magnitude in the tensor: a short chain of operations. Also for every gradient; here the
           vector counts as well, because a softmax's gradient is a difference of terms as large as that
"""

SEED = 20240607
FOLDER = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../core/src/test/resources/dev/cortado/tensor"
)

random = np.random.default_rng(SEED)
lines = []


def normal(*shape):
    return np.round(random.normal(size=shape), 3).astype(np.float32)


def between(low, high, *shape):
    return np.round(random.uniform(low, high, size=shape), 3).astype(np.float32)


def distinct(*shape):
    """No two alike, so that a maximum is where it is."""
    n = int(np.prod(shape))
    return (random.permutation(n).reshape(shape) / 4 - n / 8).astype(np.float32)


def whole(below, *shape):
    return random.integers(0, below, size=shape).astype(np.float32)


def number(x):
    x = np.float32(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if x == np.rint(x) and abs(x) < 1e6 and not (x == 0 and np.signbit(x)):
        return str(int(x))
    return str(x)


def text(array):
    array = np.asarray(array, dtype=np.float32)
    dims = "[" + ", ".join(map(str, array.shape)) + "]"
    return " ".join([dims] + [number(x) for x in array.reshape(-1)])


def axes(numbers):
    return tuple(int(a) for a in numbers)


def total(x, numbers, kept=False):
    return x.sum(dim=axes(numbers), keepdim=kept) if numbers else x.sum()


def average(x, numbers, kept=False):
    return x.mean(dim=axes(numbers), keepdim=kept) if numbers else x.mean()


def spread(x, numbers, unbiased):
    return x.var(dim=axes(numbers), unbiased=unbiased) if numbers else x.var(unbiased=unbiased)


def scatter_add(x, index, axis, length):
    """For an index with one axis."""
    dims = list(x.shape)
    dims[axis] = length
    return torch.zeros(dims, dtype=x.dtype).index_add(axis, index.long(), x)


def gather(x, index, axis):
    picked = x.index_select(axis, index.long().reshape(-1))
    dims = list(x.shape)
    return picked.reshape(dims[:axis] + list(index.shape) + dims[axis + 1 :])


OPERATIONS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "addNumber": lambda a, n: a + n,
    "subNumber": lambda a, n: a - n,
    "mulNumber": lambda a, n: a * n,
    "divNumber": lambda a, n: a / n,
    "eq": lambda a, b: (a == b).to(a.dtype),
    "ne": lambda a, b: (a != b).to(a.dtype),
    "lt": lambda a, b: (a < b).to(a.dtype),
    "le": lambda a, b: (a <= b).to(a.dtype),
    "gt": lambda a, b: (a > b).to(a.dtype),
    "ge": lambda a, b: (a >= b).to(a.dtype),
    "where": lambda c, a, b: torch.where(c != 0, a, b),
    "clip": lambda x, low, high: x.clamp(low, high),
    "neg": lambda x: -x,
    "abs": torch.abs,
    "square": torch.square,
    "sqrt": torch.sqrt,
    "reciprocal": torch.reciprocal,
    "sign": torch.sign,
    "relu": torch.relu,
    "exp": torch.exp,
    "expm1": torch.expm1,
    "log": torch.log,
    "log1p": torch.log1p,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": lambda x: torch.relu(x) + torch.log1p(torch.exp(-torch.abs(x))),
    "erf": torch.erf,
    "pow": lambda x, n: x**n,
    "sum": lambda x, *numbers: total(x, numbers),
    "sumKept": lambda x, *numbers: total(x, numbers, True),
    "mean": lambda x, *numbers: average(x, numbers),
    "meanKept": lambda x, *numbers: average(x, numbers, True),
    "variance": lambda x, *numbers: spread(x, numbers, False),
    "sampleVariance": lambda x, *numbers: spread(x, numbers, True),
    "max": lambda x, *numbers: x.amax(dim=axes(numbers)),
    "min": lambda x, *numbers: x.amin(dim=axes(numbers)),
    "argMax": lambda x, axis: x.argmax(dim=axis).to(x.dtype),
    "argMin": lambda x, axis: x.argmin(dim=axis).to(x.dtype),
    "logSumExp": lambda x, axis: x.logsumexp(dim=axis),
    "softmax": lambda x, axis: x.softmax(dim=axis),
    "logSoftmax": lambda x, axis: x.log_softmax(dim=axis),
    "reshape": lambda x, *dims: x.reshape(dims),
    "flatten": lambda x: x.reshape(-1),
    "expand": lambda x, axis: x.unsqueeze(axis),
    "squeeze": lambda x, axis: x.squeeze(axis),
    "transpose": lambda x: x.transpose(-1, -2),
    "permute": lambda x, *order: x.permute(order),
    "broadcastTo": lambda x, *dims: x.broadcast_to(dims),
    "slice": lambda x, axis, start, stop: x.narrow(axis, start, stop - start),
    "row": lambda x, i: x[i],
    "gather": gather,
    "scatterAdd": scatter_add,
    "oneHot": lambda x, n: torch.nn.functional.one_hot(x.long(), n).to(x.dtype),
    "concat": lambda *parts: torch.cat(parts[:-1], dim=parts[-1]),
    "stack": lambda *parts: torch.stack(parts[:-1], dim=parts[-1]),
    "matmul": torch.matmul,
    "matmulTransposed": lambda a, b, left, right: torch.matmul(
        a.transpose(-1, -2) if left else a, b.transpose(-1, -2) if right else b
    ),
    "linearSoftmax": lambda x, w, b: (x @ w + b).softmax(dim=-1),
}


def case(operation, inputs, *numbers, within="exact", gradient=False, constant=()):
    """One case; inputs at the places in `constant` have no gradient."""
    function = OPERATIONS[operation]
    doubles = [torch.tensor(x, dtype=torch.float64) for x in inputs]
    sources = [i for i in range(len(inputs)) if i not in constant]
    if gradient:
        for i in sources:
            doubles[i].requires_grad_()
    out = function(*doubles, *numbers)
    lines.append("== " + " ".join([operation] + [str(n) for n in numbers]))
    lines.extend("in " + text(x) for x in inputs)
    lines.append("out " + text(out.detach().numpy()))
    lines.append("within " + within)
    if within.startswith("sum"):
        magnitude = function(*[x.detach().abs() for x in doubles], *numbers)
        lines.append("magnitude " + text(magnitude.numpy()))
    if gradient:
        vector = normal(*out.shape)
        lines.append("vector " + text(vector))
        (out * torch.tensor(vector, dtype=torch.float64)).sum().backward()
        for i, x in enumerate(doubles):
            lines.append("grad " + (text(x.grad.numpy()) if i in sources else "-"))


def element_by_element():
    shapes = [
        ((), ()),
        ((5,), ()),
        ((), (2, 3)),
        ((2, 3), (3,)),
        ((3,), (2, 3)),
        ((4, 1), (1, 5)),
        ((2, 3, 4), (3, 1)),
        ((3, 1), (2, 3, 4)),
        ((2, 1, 3, 1), (4, 1, 5)),
        ((2, 2, 2, 3), (2, 2, 2, 3)),
    ]
    for operation in ["add", "sub", "mul", "div", "maximum", "minimum"]:
        for a, b in shapes:
            right = between(0.5, 3, *b) if operation == "div" else normal(*b)
            case(operation, [normal(*a), right], gradient=True)
    special = np.array([0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan], np.float32)
    for operation in ["add", "sub", "mul", "div"]:
        case(operation, [special.reshape(7, 1), special])
    for operation in ["maximum", "minimum"]:
        # PyTorch leaves open which zero is the larger
        unsigned = np.abs(special[1:]) * np.sign(special[1:] + 0.5)
        case(operation, [unsigned.reshape(6, 1), unsigned])
        tied = np.array([1, 2, 2, -1], np.float32)
        case(operation, [tied, tied[::-1].copy()], gradient=True)
    for operation in ["eq", "ne", "lt", "le", "gt", "ge"]:
        case(operation, [special.reshape(7, 1), special])
        case(operation, [whole(3, 3, 4), whole(3, 4)])
        case(operation, [whole(3, 4), whole(3, 2, 3, 1)])
    for operation in ["addNumber", "subNumber", "mulNumber", "divNumber"]:
        case(operation, [normal(2, 3)], -2.5, gradient=True)
    case("where", [whole(2, 3, 4), normal(3, 4), normal(3, 4)], gradient=True, constant=(0,))
    case("where", [whole(2, 4), normal(3, 1), normal(1)], gradient=True, constant=(0,))
    case("where", [whole(2, 2, 3, 1), normal(), normal(4)], gradient=True, constant=(0,))
    case("clip", [normal(4, 5)], -0.5, 0.75, gradient=True)
    case("clip", [np.array([-2, -1, 0, 1, 2], np.float32)], -1.0, 1.0, gradient=True)
    case("clip", [special], -1.0, 1.0)


def functions():
    special = np.array([0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan], np.float32)
    tiny = np.array([1e-45, -1e-45, 1e-38, -1e-38, 1e-10, -1e-10, 1e-4, -1e-4], np.float32)
    large = np.array([10, -10, 50, -50, 88, -88, 1e3, -1e3, 1e30, -1e30], np.float32)
    for operation in ["neg", "abs", "square", "sign", "relu"]:
        case(operation, [normal(3, 4)], gradient=operation != "sign")
        case(operation, [np.concatenate([tiny, large])])
    for operation in ["neg", "abs", "square", "reciprocal"]:
        case(operation, [special])
    case("relu", [np.array([0, 1, -1], np.float32)], gradient=True)
    case("abs", [np.array([0, 1, -1], np.float32)], gradient=True)
    case("sqrt", [between(0.1, 9, 3, 4)], gradient=True)
    case("sqrt", [np.array([0, 4], np.float32)], gradient=True)
    case("log", [np.array([0, 1], np.float32)], within="ulp 1", gradient=True)
    case("sqrt", [np.concatenate([special, tiny, large])])
    case("reciprocal", [between(0.1, 9, 3, 4)], gradient=True)
    for operation in ["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "softplus", "erf"]:
        positive = operation == "log"
        smooth = between(0.05, 9, 4, 5) if positive else between(-0.9, 4, 4, 5)
        case(operation, [smooth], within="ulp 1", gradient=True)
        case(operation, [np.concatenate([special, tiny, large])], within="ulp 1")
        case(operation, [between(0.01, 99, 2, 3, 2, 3)], within="ulp 1")
    for n in [0, 1, 2, 3, 4, 5, -1, -2, -3]:
        case("pow", [between(-2, 2, 2, 5) + 0.01], n, within="ulp 4", gradient=n != 0)
    for n in [0.5, 2.5, -1.5, 0.3333]:
        case("pow", [between(0.3, 3, 2, 5)], n, within="ulp 4", gradient=True)
    case("pow", [normal(2, 5)], 2.0, within="ulp 4", gradient=True)


def along_axes():
    reductions = [
        ((7,), ()),
        ((7,), (0,)),
        ((1,), (0,)),
        ((3, 4), ()),
        ((3, 4), (0,)),
        ((3, 4), (1,)),
        ((3, 4), (-1,)),
        ((2, 3, 4), (1,)),
        ((2, 3, 4), (0, 2)),
        ((2, 3, 4), (1, 2)),
        ((2, 2, 3, 2), (3,)),
        ((2, 2, 3, 2), (1, 2)),
        ((2, 2, 3, 2), (0, 1, 3)),
    ]
    for shape, numbers in reductions:
        n = int(np.prod([shape[a] for a in numbers])) if numbers else int(np.prod(shape))
        for operation in ["sum", "mean"]:
            case(operation, [normal(*shape)], *numbers, within=f"sum {n}", gradient=True)
        for operation in ["max", "min"]:
            case(operation, [distinct(*shape)], *numbers, gradient=True)
        case("variance", [normal(*shape)], *numbers, within="scale", gradient=True)
        if n > 1:
            case("sampleVariance", [normal(*shape)], *numbers, within="scale", gradient=True)
    for operation in ["sumKept", "meanKept"]:
        case(operation, [normal(3, 4)], 1, within="sum 4", gradient=True)
        case(operation, [normal(2, 3, 2)], 0, 2, within="sum 4", gradient=True)
    case("sum", [normal(4200)], within="sum 4200")
    case("mean", [normal(300, 3)], 0, within="sum 300")
    case("sum", [normal(3, 100)], 1, within="sum 100")
    case("sum", [normal(0)], within="sum 0")
    case("sum", [normal(2, 0, 3)], 1, within="sum 0")
    tied = np.array([[1, 3, 3, 0], [2, 2, 2, 2]], np.float32)
    case("max", [tied], 1, gradient=True)
    case("max", [tied], gradient=True)
    case("min", [tied], 0, gradient=True)
    case("max", [np.array([[1, np.nan, 3], [np.inf, -np.inf, 0]], np.float32)], 1)
    case("max", [np.array([[1, np.nan, 3], [np.inf, -np.inf, 0]], np.float32)], 0)
    for operation in ["argMax", "argMin"]:
        for axis in [0, 1, 2, -1]:
            case(operation, [distinct(2, 3, 4)], axis)
        case(operation, [np.array([3, 1, 3, 1, 2], np.float32)], 0)
    hot = np.array([[1e4, -1e4, 0], [-1e4, -1e4, -1e4], [1e4, 1e4, 9999]], np.float32)
    masked = np.array([[1, -np.inf, 2], [-np.inf, -np.inf, 0.5]], np.float32)
    for operation in ["logSumExp", "softmax", "logSoftmax"]:
        for shape, axis in [((5,), 0), ((3, 4), 0), ((3, 4), 1), ((3, 4), -1), ((2, 3, 4), 1)]:
            case(operation, [normal(*shape)], axis, within="scale", gradient=True)
        case(operation, [normal(4, 1)], 1, within="scale", gradient=True)
        case(operation, [normal(3, 3) * 20], 1, within="scale", gradient=True)
        case(operation, [hot], 1, within="scale")
        case(operation, [masked], 1, within="scale")


def arrangement():
    case("reshape", [normal(3, 4)], 2, 6, gradient=True)
    case("reshape", [normal(2, 3, 4)], -1, 4, gradient=True)
    case("reshape", [normal(1)], gradient=True)
    case("reshape", [normal()], 1, 1, 1, 1, gradient=True)
    case("flatten", [normal(2, 3, 2)], gradient=True)
    for axis in [0, 1, 2, -1, -2]:
        case("expand", [normal(2, 3)], axis, gradient=True)
    case("squeeze", [normal(2, 1, 3)], 1, gradient=True)
    case("squeeze", [normal(2, 1)], -1, gradient=True)
    for shape in [(3, 4), (1, 5), (2, 3, 4), (2, 2, 3, 2)]:
        case("transpose", [normal(*shape)], gradient=True)
    for order in [(0,), (1, 0), (2, 0, 1), (1, 2, 0), (0, 2, 1), (3, 1, 0, 2), (2, 3, 0, 1)]:
        case("permute", [normal(*[(2, 3, 4, 2)[i] for i in range(len(order))])], *order, gradient=True)
    case("broadcastTo", [normal()], 2, 3, gradient=True)
    case("broadcastTo", [normal(3)], 2, 3, gradient=True)
    case("broadcastTo", [normal(2, 1, 3)], 2, 4, 3, gradient=True)
    case("broadcastTo", [normal(3, 1)], 2, 3, 2, gradient=True)
    for shape, axis, start, stop in [
        ((6,), 0, 2, 5), ((3, 4), 0, 1, 2), ((3, 4), 1, 0, 3), ((2, 3, 4), 1, 1, 3), ((2, 3, 4), 2, 3, 3)
    ]:
        case("slice", [normal(*shape)], axis, start, stop, gradient=True)
    case("row", [normal(3, 4)], 1, gradient=True)
    case("row", [normal(3, 2, 2)], -1, gradient=True)
    case("gather", [normal(5, 3), whole(5, 4)], 0, gradient=True, constant=(1,))
    case("gather", [normal(3, 5), whole(5, 2, 2)], 1, gradient=True, constant=(1,))
    case("gather", [normal(2, 3, 4), whole(3)], 1, gradient=True, constant=(1,))
    case("gather", [normal(2, 3, 4), whole(4, 5)], 2, gradient=True, constant=(1,))
    case("scatterAdd", [normal(4, 3), np.arange(4).astype(np.float32)], 0, 6, gradient=True, constant=(1,))
    case("scatterAdd", [normal(3, 4), np.array([2, 0, 3, 1], np.float32)], 1, 4, gradient=True, constant=(1,))
    case("scatterAdd", [whole(9, 6, 2), whole(3, 6)], 0, 3, gradient=True, constant=(1,))
    case("oneHot", [whole(4, 5)], 4)
    case("oneHot", [whole(3, 2, 2)], 3)
    case("concat", [normal(2, 3), normal(1, 3)], 0, gradient=True)
    case("concat", [normal(2, 3), normal(2, 0), normal(2, 2)], 1, gradient=True)
    case("concat", [normal(2, 1, 2), normal(2, 2, 2)], -2, gradient=True)
    for axis in [0, 1, 2, -1]:
        case("stack", [normal(2, 3), normal(2, 3), normal(2, 3)], axis, gradient=True)


def matrix_products():
    shapes = [
        ((4,), (4,)),
        ((3, 4), (4,)),
        ((3,), (3, 4)),
        ((2, 3), (3, 4)),
        ((1, 1), (1, 1)),
        ((1, 5), (5, 1)),
        ((5, 1), (1, 5)),
        ((9, 7), (7, 10)),
        ((2, 3, 4), (2, 4, 5)),
        ((2, 3, 4), (4, 5)),
        ((3, 4), (2, 4, 5)),
        ((2, 1, 3, 2), (3, 2, 4)),
        ((2, 3, 4), (4,)),
        ((4,), (2, 4, 3)),
        ((0, 3), (3, 2)),
        ((2, 0), (0, 3)),
    ]
    for a, b in shapes:
        case("matmul", [normal(*a), normal(*b)], within=f"sum {a[-1]}", gradient=True)
    case("matmul", [normal(2, 600), normal(600, 2)], within="sum 600")
    for left, right in [(0, 1), (1, 0), (1, 1)]:
        for batch in [(), (2,)]:
            a = normal(*batch, *((4, 3) if left else (3, 4)))
            b = normal(*((5, 4) if right else (4, 5)))
            case("matmulTransposed", [a, b], left, right, within="sum 4", gradient=True)
    case("linearSoftmax", [normal(6, 4), normal(4, 3), normal(1, 3)], within="scale", gradient=True)


def printed():
    inputs = [
        np.array(3), np.array(-0.0), np.array(1 / 3), np.array(1e16), np.array(1e-5), np.array(np.nan),
        np.zeros(0), np.zeros((2, 0)), np.array([1]), np.array([1, 2.5, -3]), np.array([-0.0, 0]),
        np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, np.nan], [np.inf, -np.inf]]),
        np.array([np.nan, np.nan]), np.array([1, np.inf]), np.array([1e-8, np.nan]), np.full((2, 2), -np.inf),
        np.array([1e8]), np.array([9.9999e7]), np.array([1e-4]), np.array([0.001, 1]), np.array([0.00099, 1]),
        np.array([1e-45, 3e38, -1.5]), np.array([1 / 3, 2 / 3, 0.1]), np.array([16777216 * 3.3, 1e5]),
        np.array([0.0123456789, 0.5]), np.arange(24).reshape(2, 3, 4), np.arange(16).reshape(2, 2, 2, 2),
        np.arange(40), np.arange(1000), np.arange(1001), np.arange(2000).reshape(2, 1000),
        np.arange(1200).reshape(3, 20, 20) / 7, np.arange(1400).reshape(7, 200), np.arange(1040).reshape(8, 130, 1),
        random.normal(size=30), random.normal(size=(4, 11)) * 1e5, random.normal(size=(2, 12)) * 1e-6,
    ]
    rows = [f"# how NumPy {np.__version__} prints float32 arrays: tools/golden.py"]
    for array in inputs:
        array = np.asarray(array, dtype=np.float32)
        rows.append(text(array) + "\n> " + str(array).replace("\n", "|"))
    return "\n".join(rows) + "\n"


def main():
    torch.use_deterministic_algorithms(True)
    element_by_element()
    functions()
    along_axes()
    arrangement()
    matrix_products()
    cases = sum(line.startswith("==") for line in lines)
    gradients = sum(line.startswith("vector") for line in lines)
    header = [
        "# golden numbers: tools/golden.py, which says what the lines are",
        f"# PyTorch {torch.__version__} in double precision, NumPy {np.__version__}, seed {SEED}",
        f"# {cases} cases, {gradients} with gradients",
    ] + ["# " + line for line in WITHIN.strip().split("\n")]
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, "golden.txt"), "w") as file:
        file.write("\n".join(header + lines) + "\n")
    with open(os.path.join(FOLDER, "printed.txt"), "w") as file:
        file.write(printed())
    print("\n".join(header[:3]))


if __name__ == "__main__":
    main()
