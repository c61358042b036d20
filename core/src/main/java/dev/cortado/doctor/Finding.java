package dev.cortado.doctor;

import java.util.Locale;

/**
 * One result of a {@link Diagnosis}.
 *
 * <pre>{@code
 * warning: layers.0: 9 of 16 units give the same for all 512 rows, and have no gradient to learn
 * by; use a lower rate, start biases at 0, or take a leaky activation
 * }</pre>
 *
 * @param kind what it is about
 * @param severity how bad it is
 * @param where the layer, cell, column or metric concerned; empty if it is the whole
 * @param figure what was measured
 * @param expected what it would be in a good training, or the bound that it exceeds
 * @param text a sentence with the figure and what to do
 */
public record Finding(
    Kind kind, Severity severity, String where, double figure, double expected, String text) {

  /** How bad a finding is. */
  public enum Severity {
    /** Worth knowing; the training may well go as it should. */
    NOTE,
    /** It will probably learn less, or slower, than it could. */
    WARNING,
    /** It cannot succeed without a change. */
    PROBLEM
  }

  /** What a finding is about. */
  public enum Kind {
    /** The model, the loss and the rows do not fit together. */
    REFUSED("model, loss and rows do not fit together"),
    /** Features or targets that are NaN or infinite. */
    MISSING_VALUES("missing values"),
    /** A last layer whose outputs are not what the loss expects. */
    LOSS_AND_HEAD("the loss does not fit the last layer"),
    /** A metric that cannot read the outputs of the last layer. */
    METRIC_AND_HEAD("a metric does not fit the last layer"),
    /** Units of a layer with the same weights. */
    EQUAL_UNITS("equal units"),
    /** A last batch of one row, from which batch norm cannot take a variance. */
    SHORT_BATCH("a batch of one row with batch norm"),
    /** Steps that overshoot. */
    RATE_TOO_LARGE("rate too large"),
    /** Steps too short for the number of them. */
    RATE_TOO_SMALL("rate too small"),
    /** Steps whose length is out of proportion to a layer's weights. */
    UPDATE_SIZE("updates out of proportion"),
    /** A gradient that is lost on its way back to the first layer. */
    VANISHING_GRADIENTS("vanishing gradients"),
    /** A gradient that grows on its way back, or from step to step. */
    EXPLODING_GRADIENTS("exploding gradients"),
    /** Units with the same output for every row. */
    DEAD_UNITS("dead units"),
    /** Units whose activation is saturated. */
    SATURATION("saturated units"),
    /** A first loss far from that of a constant prediction. */
    LOSS_AT_START("the loss at the start"),
    /** A loss no better than that of a constant prediction. */
    NO_LEARNING("nothing learned"),
    /** A loss that rises on the rows for validation while it falls on those for training. */
    OVERFITTING("overfitting"),
    /** Rows for validation that were trained on. */
    LEAKAGE("leakage"),
    /** Columns of very different or very large size. */
    UNSCALED_INPUTS("unscaled inputs"),
    /** Constant columns. */
    CONSTANT_FEATURES("constant columns"),
    /** Classes that are rare or missing. */
    UNBALANCED_CLASSES("unbalanced classes"),
    /** Fewer rows than parameters. */
    FEW_ROWS("few rows"),
    /** A training step that runs operation by operation. */
    NOT_COMPILED("a step that is not compiled");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As a verdict names it. */
    public String words() {
      return words;
    }
  }

  /** In a line, as in the example above. */
  @Override
  public String toString() {
    var place = where.isEmpty() ? "" : where + ": ";
    return severity.name().toLowerCase(Locale.ROOT) + ": " + place + text;
  }
}
