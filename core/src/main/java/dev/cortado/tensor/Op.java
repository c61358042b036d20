package dev.cortado.tensor;

import java.util.List;

/**
 * What was computed, as data. The primitives are a closed set, so that whoever reads a recording
 * (to differentiate it, draw it, check it in double precision, write it in another language)
 * answers for all of them in one exhaustive switch; everything else is written with them. {@link
 * Custom} is the door for operations with a rule of their own.
 *
 * <p>Operands broadcast as in NumPy where two or three are taken element by element.
 */
public sealed interface Op {

  /** What it was computed from, in order. */
  List<Tensor> inputs();

  /**
   * Whether the result changes smoothly with an input: not so for a comparison, a condition or an
   * index.
   */
  default boolean differentiableIn(int input) {
    return true;
  }

  /** The operation's name in messages and drawings: {@code add}, {@code matMul}. */
  default String name() {
    var name = getClass().getSimpleName();
    return name.isEmpty() ? "custom" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** One of the closed set. */
  sealed interface Primitive extends Op {

    /** The same operation on other tensors, of the same shapes. */
    default Primitive withInputs(List<Tensor> inputs) {
      var first = inputs.getFirst();
      var last = inputs.getLast();
      return switch (this) {
        case Add _ -> new Add(first, last);
        case Sub _ -> new Sub(first, last);
        case Mul _ -> new Mul(first, last);
        case Div _ -> new Div(first, last);
        case Maximum _ -> new Maximum(first, last);
        case Compare(var relation, _, _) -> new Compare(relation, first, last);
        case Where _ -> new Where(first, inputs.get(1), last);
        case Neg _ -> new Neg(first);
        case Abs _ -> new Abs(first);
        case Sqrt _ -> new Sqrt(first);
        case Relu _ -> new Relu(first);
        case Exp _ -> new Exp(first);
        case Expm1 _ -> new Expm1(first);
        case Log _ -> new Log(first);
        case Log1p _ -> new Log1p(first);
        case Tanh _ -> new Tanh(first);
        case Sigmoid _ -> new Sigmoid(first);
        case Softplus _ -> new Softplus(first);
        case Erf _ -> new Erf(first);
        case Sin _ -> new Sin(first);
        case Cos _ -> new Cos(first);
        case Sum(_, int axis) -> new Sum(first, axis);
        case Max(_, int axis) -> new Max(first, axis);
        case ArgMax(_, int axis) -> new ArgMax(first, axis);
        case ArgSort(_, int axis, boolean descending) -> new ArgSort(first, axis, descending);
        case MatMul(_, boolean aT, _, boolean bT) -> new MatMul(first, aT, last, bT);
        case Reshape(_, var shape) -> new Reshape(first, shape);
        case Permute(_, var order) -> new Permute(first, order);
        case BroadcastTo(_, var shape) -> new BroadcastTo(first, shape);
        case Slice(_, int axis, int from, int to) -> new Slice(first, axis, from, to);
        case Concat(_, int axis) -> new Concat(inputs, axis);
        case Gather(_, _, int axis) -> new Gather(first, last, axis);
        case ScatterAdd(_, _, int axis, int length) -> new ScatterAdd(first, last, axis, length);
      };
    }
  }

  /** An operation of one tensor. */
  sealed interface Unary extends Primitive {
    /** The operand. */
    Tensor x();

    @Override
    default List<Tensor> inputs() {
      return List.of(x());
    }
  }

  /** An operation of two tensors. */
  sealed interface Binary extends Primitive {
    /** The left operand. */
    Tensor a();

    /** The right operand. */
    Tensor b();

    @Override
    default List<Tensor> inputs() {
      return List.of(a(), b());
    }
  }

  /** {@code a + b}. */
  record Add(Tensor a, Tensor b) implements Binary {}

  /** {@code a − b}. */
  record Sub(Tensor a, Tensor b) implements Binary {}

  /** {@code a · b}, element by element. */
  record Mul(Tensor a, Tensor b) implements Binary {}

  /** {@code a / b}. */
  record Div(Tensor a, Tensor b) implements Binary {}

  /** The larger of two; where they are equal the gradient is shared evenly. */
  record Maximum(Tensor a, Tensor b) implements Binary {}

  /** 1 where the relation holds, else 0. */
  record Compare(Relation relation, Tensor a, Tensor b) implements Binary {
    @Override
    public boolean differentiableIn(int input) {
      return false;
    }

    @Override
    public String name() {
      return relation.method();
    }
  }

  /** How two numbers may compare; only {@link #NOT_EQUAL} holds with a NaN. */
  enum Relation {
    EQUAL("eq", "="),
    NOT_EQUAL("ne", "≠"),
    LESS("lt", "<"),
    LESS_OR_EQUAL("le", "≤"),
    GREATER("gt", ">"),
    GREATER_OR_EQUAL("ge", "≥");

    private final String method;
    private final String symbol;

    Relation(String method, String symbol) {
      this.method = method;
      this.symbol = symbol;
    }

    /** The method of {@link Arithmetic} that compares so. */
    public String method() {
      return method;
    }

    /** As it is written between two numbers. */
    public String symbol() {
      return symbol;
    }
  }

  /** {@code a} where the condition is not 0, else {@code b}. */
  record Where(Tensor condition, Tensor a, Tensor b) implements Primitive {
    @Override
    public List<Tensor> inputs() {
      return List.of(condition, a, b);
    }

    @Override
    public boolean differentiableIn(int input) {
      return input != 0;
    }
  }

  /** {@code −x}. */
  record Neg(Tensor x) implements Unary {}

  /** {@code |x|}; its derivative at 0 is 0. */
  record Abs(Tensor x) implements Unary {}

  /** {@code √x}, correctly rounded. */
  record Sqrt(Tensor x) implements Unary {}

  /** {@code max(x, 0)}; its derivative at 0 is 0. */
  record Relu(Tensor x) implements Unary {}

  /** {@code e^x}. */
  record Exp(Tensor x) implements Unary {}

  /** {@code e^x − 1}, accurate near 0. */
  record Expm1(Tensor x) implements Unary {}

  /** The natural logarithm. */
  record Log(Tensor x) implements Unary {}

  /** {@code log(1 + x)}, accurate near 0. */
  record Log1p(Tensor x) implements Unary {}

  /** The hyperbolic tangent. */
  record Tanh(Tensor x) implements Unary {}

  /** {@code 1 / (1 + e^−x)}. */
  record Sigmoid(Tensor x) implements Unary {}

  /** {@code log(1 + e^x)}. */
  record Softplus(Tensor x) implements Unary {}

  /** The error function. */
  record Erf(Tensor x) implements Unary {}

  /** The sine of an angle in radians. */
  record Sin(Tensor x) implements Unary {}

  /** The cosine of an angle in radians. */
  record Cos(Tensor x) implements Unary {}

  /** The sum along an axis, which stays with length 1. */
  record Sum(Tensor x, int axis) implements Unary {}

  /** The largest along an axis, which stays with length 1; equal ones share the gradient evenly. */
  record Max(Tensor x, int axis) implements Unary {}

  /** The index of the first largest along an axis, which stays with length 1. */
  record ArgMax(Tensor x, int axis) implements Unary {
    @Override
    public boolean differentiableIn(int input) {
      return false;
    }
  }

  /**
   * The indices that sort the entries along an axis; equal ones keep their order, NaN comes last.
   */
  record ArgSort(Tensor x, int axis, boolean descending) implements Unary {
    @Override
    public boolean differentiableIn(int input) {
      return false;
    }
  }

  /**
   * The matrix product {@code [..., m, k] × [..., k, n] → [..., m, n]}; leading axes broadcast. A
   * transposed operand is taken with its last two axes exchanged, without a copy.
   */
  record MatMul(Tensor a, boolean aTransposed, Tensor b, boolean bTransposed) implements Binary {}

  /** The same elements in another shape. */
  record Reshape(Tensor x, Shape shape) implements Unary {}

  /**
   * Axes in another order: axis {@code i} of the result is axis {@code order.get(i)} of {@code x}.
   */
  record Permute(Tensor x, List<Integer> order) implements Unary {
    public Permute {
      order = List.copyOf(order);
    }
  }

  /** Repeated along axes of length 1, and along new ones in front. */
  record BroadcastTo(Tensor x, Shape shape) implements Unary {}

  /** Entries {@code from} to {@code to − 1} along an axis. */
  record Slice(Tensor x, int axis, int from, int to) implements Unary {}

  /** Tensors one after the other along an axis. */
  record Concat(List<Tensor> inputs, int axis) implements Primitive {
    public Concat {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Entries along an axis, picked by an index of whole numbers, whose axes take that axis's place.
   */
  record Gather(Tensor x, Tensor index, int axis) implements Primitive {
    @Override
    public List<Tensor> inputs() {
      return List.of(x, index);
    }

    @Override
    public boolean differentiableIn(int input) {
      return input == 0;
    }
  }

  /**
   * The reverse of {@link Gather}: zeros of length {@code length} along an axis, to which the
   * entries of {@code x} are added where the index says, in the index's order.
   */
  record ScatterAdd(Tensor x, Tensor index, int axis, int length) implements Primitive {
    @Override
    public List<Tensor> inputs() {
      return List.of(x, index);
    }

    @Override
    public boolean differentiableIn(int input) {
      return input == 0;
    }
  }

  /**
   * An operation of your own: a record of its inputs with a forward and a backward rule. Apply it
   * with {@link #apply()}; check it with {@code GradCheck}.
   *
   * <pre>{@code
   * record Cube(Tensor x) implements Op.Custom {
   *   public List<Tensor> inputs() { return List.of(x); }
   *   public Tensor evaluate() { return x.mul(x).mul(x); }
   *   public List<Tensor> pullback(Tensor out, Tensor gradient) {
   *     return List.of(gradient.mul(x.mul(x).mul(3)));
   *   }
   * }
   * var y = new Cube(Tensor.scalar(2)).apply();   // 8.0
   * }</pre>
   */
  non-sealed interface Custom extends Op {
    /** The result; nothing in here is recorded. */
    Tensor evaluate();

    /**
     * What reaches each input, in the shape of that input, when {@code gradient} reaches {@code
     * out}.
     */
    List<Tensor> pullback(Tensor out, Tensor gradient);

    /** Computes the result and records this operation. */
    default Tensor apply() {
      return Tape.perform(this);
    }
  }
}
