package dev.cortado.autograd.check;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.plot.FourDigits;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Compares gradients with finite differences: with the change of the result when an element is
 * moved a little. For layers, losses and operations of your own.
 *
 * <pre>{@code
 * record Cube(Tensor x) implements Op.Custom {
 *   public List<Tensor> inputs() { return List.of(x); }
 *   public Tensor evaluate() { return x.mul(x).mul(x); }
 *   public List<Tensor> pullback(Tensor out, Tensor gradient) {
 *     return List.of(gradient.mul(x.mul(x).mul(2)));
 *   }
 * }
 * GradCheck.of(x -> new Cube(x).apply().sum(), Tensor.of(1, 2)).requireAgreement();
 * // IllegalStateException: gradCheck: source 1 of 1, [2], at [1]: the gradient is 8, moving it
 * // gives 12 ± 5.722e-5; 2 of 2 comparisons differ, 0 left out
 * }</pre>
 *
 * <p>Floats have few digits, so an element is moved by several steps, the difference quotients are
 * extrapolated to step 0, and the rounding noise of the function is measured. A gradient agrees if
 * it differs by less than a thousandth plus the uncertainty of the quotient. Elements where the
 * uncertainty is too large, or where the function has a kink, are left out. A source of more than
 * 64 elements is checked at 64 of them and along random directions; of a result of several numbers,
 * their sum with fixed weights is differentiated. The same call compares the same elements.
 *
 * @param comparisons what was compared, in the order of the sources
 */
public record GradCheck(List<Comparison> comparisons) {

  public GradCheck {
    comparisons = List.copyOf(comparisons);
  }

  /** The result of a comparison. */
  public enum Verdict {
    /** There is a kink, or too much noise to decide. */
    LEFT_OUT,
    /** The gradient is right. */
    AGREES,
    /** The gradient is wrong. */
    DIFFERS
  }

  /**
   * A gradient and what it should be.
   *
   * @param place what was moved: {@code source 1 of 2, [3, 4], at [0, 2]}
   * @param source which source, from 0
   * @param index which element of it; empty for a single number, and for a random direction
   * @param gradient by differentiation
   * @param quotient by finite differences
   * @param uncertainty how far off the quotient may be
   * @param typical the root mean square of the source's gradients
   * @param verdict the result
   */
  public record Comparison(
      String place,
      int source,
      List<Integer> index,
      double gradient,
      double quotient,
      double uncertainty,
      double typical,
      Verdict verdict) {

    public Comparison {
      index = List.copyOf(index);
    }

    /** Their difference, relative to the largest of both and {@code typical}. */
    public double relativeError() {
      double apart = Math.abs(gradient - quotient);
      double size = Math.max(typical, Math.max(Math.abs(gradient), Math.abs(quotient)));
      return apart == 0 ? 0 : apart / size;
    }

    /** As {@code source 1 of 1, [2], at [1]: the gradient is 8, moving it gives 12 ± 1e-5}. */
    @Override
    public String toString() {
      return place
          + ": the gradient is "
          + FourDigits.of(gradient)
          + ", moving it gives "
          + FourDigits.of(quotient)
          + " ± "
          + FourDigits.of(uncertainty);
    }
  }

  /** Checks a function of one tensor; the result may have any shape. */
  public static GradCheck of(UnaryOperator<Tensor> function, Tensor x) {
    return of(sources -> function.apply(sources.getFirst()), List.of(x));
  }

  /** Checks a function of two tensors; the result may have any shape. */
  public static GradCheck of(BinaryOperator<Tensor> function, Tensor a, Tensor b) {
    return of(sources -> function.apply(sources.getFirst(), sources.getLast()), List.of(a, b));
  }

  /** Checks a function of any number of tensors; the result may have any shape. */
  public static GradCheck of(Function<List<Tensor>, Tensor> function, List<Tensor> sources) {
    var parameters = sources.stream().map(Parameter::of).toList();
    return of(() -> function.apply(parameters.stream().map(Parameter::value).toList()), parameters);
  }

  /**
   * Checks a function of parameters; their values are changed meanwhile, and restored at the end.
   */
  public static GradCheck of(Supplier<Tensor> function, Parameter... parameters) {
    return of(function, Arrays.asList(parameters));
  }

  /**
   * Checks a function of parameters; their values are changed meanwhile, and restored at the end.
   */
  public static GradCheck of(Supplier<Tensor> function, Collection<Parameter> parameters) {
    return new GradCheck(GradientProbe.compare(function, List.copyOf(parameters)));
  }

  /** The number of comparisons with this verdict. */
  public long count(Verdict verdict) {
    return comparisons.stream().filter(comparison -> comparison.verdict() == verdict).count();
  }

  /** Whether something could be compared, and no gradient differs. */
  public boolean agrees() {
    return count(Verdict.DIFFERS) == 0 && count(Verdict.AGREES) > 0;
  }

  /**
   * The comparison with the largest relative error among those that differ or, if none does, among
   * those that agree.
   */
  public Comparison worst() {
    return comparisons.stream()
        .max(
            Comparator.comparing(Comparison::verdict)
                .thenComparingDouble(Comparison::relativeError))
        .orElseThrow(() -> Errors.state("gradCheck: the sources have no elements to compare"));
  }

  /**
   * Returns this if it {@linkplain #agrees agrees}; otherwise throws an error that names the worst
   * comparison.
   */
  public GradCheck requireAgreement() {
    if (!agrees()) {
      throw Errors.state("gradCheck: %s", this);
    }
    return this;
  }

  /**
   * As {@code source 1 of 1, [2], at [1]: the gradient is 8, moving it gives 12; 2 of 2 comparisons
   * differ}.
   */
  @Override
  public String toString() {
    return worst()
        + String.format(
            Locale.ROOT,
            "; %,d of %,d comparisons differ, %,d left out",
            count(Verdict.DIFFERS),
            comparisons.size(),
            count(Verdict.LEFT_OUT));
  }
}
