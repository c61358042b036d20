package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The meaning of numbers that a model gives, a loss expects or a metric reads.
 *
 * <p>Whether probabilities are those of one class among several, whose sum is 1, or each of a label
 * of its own, is a matter of the target: classes {@code [n]} for {@code [n, k]} outputs, or 0 and 1
 * for each output.
 */
public enum OutputKind {
  /** The predicted numbers themselves, in a regression. */
  VALUES,
  /** Unbounded numbers whose softmax, or the sigmoid of each, are probabilities. */
  LOGITS,
  /** Logarithms of the probabilities of classes. */
  LOG_PROBABILITIES,
  /** Numbers from 0 to 1, as behind a sigmoid or softmax. */
  PROBABILITIES,
  /** Not known, as of a layer of one's own that does not override {@link Layer#outputKind}. */
  UNKNOWN;

  /**
   * What a classifier gives, by its last layer; dropout, flattening and the identity behind it
   * change nothing. An activation from 0 to 1 gives probabilities; everything else of this library
   * gives logits.
   */
  public static OutputKind of(Layer model) {
    return model.outputKind();
  }

  /** The rule for the layers of this library. */
  static OutputKind ofLast(Layer layer) {
    return switch (layer) {
      case Sequential(var layers) ->
          layers.reversed().stream()
              .filter(each -> !changesNothing(each))
              .findFirst()
              .map(Layer::outputKind)
              .orElse(LOGITS);
      case Columns(_, var inner) -> inner.outputKind();
      case Parallel(var branches) -> ofAll(branches);
      case Average(var models, var how) -> how == Averaging.LOGITS ? LOGITS : ofAll(models);
      case TargetScale _, HistogramMean _ -> VALUES;
      case Activation activation -> {
        var range = activation.traits();
        yield range.low() == 0 && range.high() == 1 ? PROBABILITIES : LOGITS;
      }
      case Residual _ -> LOGITS;
      // The other layers of this library end in an activation or give logits.
      default ->
          layer.getClass().getPackage() == OutputKind.class.getPackage()
              ? LayerTree.of(layer).children().values().stream()
                  .filter(Activation.class::isInstance)
                  .findFirst()
                  .map(Layer::outputKind)
                  .orElse(LOGITS)
              : UNKNOWN;
    };
  }

  private static OutputKind ofAll(List<Layer> layers) {
    var kinds = layers.stream().map(Layer::outputKind).collect(Collectors.toSet());
    return kinds.size() == 1 ? kinds.iterator().next() : UNKNOWN;
  }

  private static boolean changesNothing(Layer layer) {
    return layer instanceof Dropout
        || layer instanceof Flatten
        || layer instanceof Activation.Identity
        || (layer instanceof MemberMean(var how) && how == Averaging.VALUES);
  }

  /** This kind, or another where this one is not known. */
  public OutputKind orElse(OutputKind other) {
    return this == UNKNOWN ? other : this;
  }

  /**
   * The probabilities that a model gave, {@code [n, k] → [n, k]}.
   *
   * @param what the caller, for the message if that cannot be known
   * @param ofLabels whether each output is of a label of its own, not of one class among several
   */
  public Tensor probabilities(String what, Tensor outputs, boolean ofLabels) {
    return switch (this) {
      case LOGITS -> ofLabels ? outputs.sigmoid() : outputs.softmax(-1);
      case LOG_PROBABILITIES -> outputs.exp();
      case PROBABILITIES -> outputs;
      case VALUES, UNKNOWN -> throw unknown(what);
    };
  }

  /** The error of a caller that has to know what the outputs are. */
  public IllegalArgumentException unknown(String what) {
    return Errors.argument(
        "%s: the outputs are %s, expected logits or probabilities; say which: "
            + "OutputKind.LOGITS or OutputKind.PROBABILITIES",
        what, this == VALUES ? "values" : "of an unknown kind");
  }
}
