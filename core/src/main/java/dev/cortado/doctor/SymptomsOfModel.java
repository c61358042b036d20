package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.data.Batches;
import dev.cortado.data.Target;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Divergence;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Stream;

/** Faults of a model in relation to its loss, metrics and rows. */
final class SymptomsOfModel {

  private SymptomsOfModel() {}

  /** The first step would throw. */
  record Refusal() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var refusal = probe.reading().refusal();
      return refusal.isEmpty()
          ? Stream.empty()
          : Stream.of(
              Finding.of(
                  Kind.REFUSED,
                  Severity.PROBLEM,
                  "",
                  Double.NaN,
                  Double.NaN,
                  "a step cannot be taken: %s",
                  refusal));
    }
  }

  /** The output activation is not what the loss expects. */
  record LossAndHead() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var head = probe.reading().head();
      if (head == null) {
        return Stream.empty();
      }
      return switch (probe.recipe().loss().expects()) {
        case LOGITS -> ofLogits(head);
        case PROBABILITIES -> ofProbabilities(head);
        case VALUES -> ofNumbers(head, probe);
        case LOG_PROBABILITIES, UNKNOWN -> Stream.empty();
      };
    }

    private static Stream<Finding> ofLogits(Activation head) {
      if (head instanceof Activation.Sigmoid || head instanceof Activation.Softmax) {
        return found(
            Severity.PROBLEM,
            "the model ends in %s and the loss applies it once more, so the loss cannot come near"
                + " 0; leave it out of the model, or use a loss of probabilities",
            name(head));
      }
      return head.traits().low() >= 0 || head.traits().high() <= 0
          ? found(
              Severity.WARNING,
              "the model ends in %s, which gives %s; logits have both signs: leave it out",
              name(head),
              head.traits())
          : Stream.empty();
    }

    private static Stream<Finding> ofProbabilities(Activation head) {
      var traits = head.traits();
      return traits.low() < 0 || traits.high() > 1
          ? found(
              Severity.PROBLEM,
              "the loss takes probabilities, and the model ends in %s, which gives %s; end it in a"
                  + " sigmoid or, better, use binaryCrossEntropy()",
              name(head),
              traits)
          : Stream.empty();
    }

    private static Stream<Finding> ofNumbers(Activation head, Probe probe) {
      if (!(probe.train().schema().target() instanceof Target.Numbers)) {
        return found(
            Severity.WARNING,
            "the loss measures distances and the target is a class; its gradient vanishes where the"
                + " model is wrong and sure: use %s",
            probe.train().schema().target().outputs() == 1
                ? "binaryCrossEntropy()"
                : "crossEntropy()");
      }
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (float value : probe.train().y().toArray()) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      var traits = head.traits();
      return low < traits.low() || high > traits.high()
          ? found(
              Severity.PROBLEM,
              "the model ends in %s, which gives %s, and the target goes from %s to %s; end it in a"
                  + " dense layer without activation",
              name(head),
              traits,
              figure(low),
              figure(high))
          : Stream.empty();
    }

    @FormatMethod
    private static Stream<Finding> found(
        Severity severity, @FormatString String text, Object... values) {
      return Stream.of(
          Finding.of(Kind.LOSS_AND_HEAD, severity, "", Double.NaN, Double.NaN, text, values));
    }
  }

  /** A metric that refuses the model's outputs or misreads them. */
  record MetricAndHead() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      if (!probe.reading().refusal().isEmpty() || !probe.reading().finite()) {
        return Stream.empty();
      }
      var target = probe.train().schema().target();
      var prediction = Evaluation.predictions(probe.model(), probe.batch().x());
      if (Divergence.Index.firstBad(prediction.mul(prediction)) >= 0) {
        // Predictions that are NaN, or too large to be squared, are another finding.
        return Stream.empty();
      }
      return probe.recipe().metricsFor(target).stream()
          .flatMap(metric -> in(probe, metric, target, prediction));
    }

    private static Stream<Finding> in(
        Probe probe, Metric metric, Target target, Tensor prediction) {
      try {
        double value = metric.of(prediction, probe.batch().y(), outputs(probe));
        if (!Double.isFinite(value)) {
          return found(metric, "it is " + value + " on the training rows; choose another");
        }
      } catch (IllegalArgumentException refused) {
        return found(metric, "it cannot be computed: " + refused.getMessage());
      }
      var head = probe.reading().head();
      boolean probabilities =
          head instanceof Activation.Sigmoid || head instanceof Activation.Softmax;
      return probabilities && metric.outputs() == OutputKind.LOGITS && tellsApart(metric, target)
          ? found(
              metric, "it takes the model's probabilities for logits; use it as ofProbabilities()")
          : Stream.empty();
    }

    private static OutputKind outputs(Probe probe) {
      return probe.recipe().outputs(probe.model(), probe.train().schema().target());
    }

    /** Whether a metric differs between logits and probabilities. */
    private static boolean tellsApart(Metric metric, Target target) {
      int classes = target.classNames().size();
      if (classes == 0) {
        return false;
      }
      boolean single = target.outputs() == 1;
      var labels = Tensor.range(classes);
      var right = Tensor.full(Shape.of(classes, classes), 0.5 / classes);
      var answer =
          single
              ? Tensor.of(Shape.of(2, 1), 0.25f, 0.75f)
              : right.add(Tensor.eye(classes).mul(0.5));
      var truth = single ? labels.expand(1) : labels;
      return metric.of(answer, truth) != metric.ofProbabilities().of(answer, truth);
    }

    private static Stream<Finding> found(Metric metric, String text) {
      return Stream.of(
          Finding.of(
              Kind.METRIC_AND_HEAD,
              Severity.PROBLEM,
              metric.name(),
              Double.NaN,
              Double.NaN,
              "%s",
              text));
    }
  }

  /** Units with equal weights compute the same and get equal gradients. */
  record EqualUnits() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      return probe.reading().hidden().stream().flatMap(site -> in(probe.state(), site.layer()));
    }

    private static Stream<Finding> in(ProbeState state, String layer) {
      var weight = state.weights().get(layer + ".weight");
      if (weight == null || weight.shape().rank() != 2 || weight.shape().dim(1) < 2) {
        return Stream.empty();
      }
      int units = weight.shape().dim(1);
      int different = differentColumns(weight.value(), weight.shape());
      return units - different < units / 2.0
          ? Stream.empty()
          : Stream.of(
              Finding.of(
                  Kind.EQUAL_UNITS,
                  different == 1 ? Severity.PROBLEM : Severity.WARNING,
                  layer,
                  units - different,
                  0,
                  "only %d of %s differ from one another; equal ones compute the same and stay"
                      + " equal: start weights at random, as Init.he() does",
                  different,
                  count(units, "unit")));
    }

    private static int differentColumns(Tensor weight, Shape shape) {
      float[] values = weight.toArray();
      var different = new HashSet<String>();
      for (int unit = 0; unit < shape.dim(1); unit++) {
        float[] column = new float[shape.dim(0)];
        for (int i = 0; i < column.length; i++) {
          column[i] = values[i * shape.dim(1) + unit];
        }
        different.add(Arrays.toString(column));
      }
      return different.size();
    }
  }

  /** A batch of one row has no variance. */
  record ShortBatch() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      int size = probe.recipe().batchSize();
      int rows = probe.train().size();
      return Batches.leaveOne(rows, size)
              && probe.train().x().shape().rank() == 2
              && LayerTree.contains(probe.model(), BatchNorm.class)
          ? Stream.of(
              Finding.of(
                  Kind.SHORT_BATCH,
                  Severity.PROBLEM,
                  "",
                  1,
                  2,
                  "%s in batches of %d leave a batch of one, from which batch norm cannot take a"
                      + " variance; use batches of %d",
                  count(rows, "row"),
                  size,
                  Batches.sizeAbove(rows, size)))
          : Stream.empty();
    }
  }

  /** The rule of thumb that the error on new rows is about parameters per row. */
  record FewRows() implements Symptom {

    private static final double MANY = 100;

    @Override
    public Stream<Finding> in(Probe probe) {
      double perRow = (double) probe.parameters() / probe.train().size();
      return perRow <= 1
          ? Stream.empty()
          : Stream.of(
              Finding.of(
                  Kind.FEW_ROWS,
                  perRow > MANY && !restrained(probe) ? Severity.WARNING : Severity.NOTE,
                  "",
                  perRow,
                  1,
                  "%s for %s, %s for each; it can learn them by heart: watch the loss on rows for"
                      + " validation, or use fewer units, a penalty or dropout",
                  count(probe.parameters(), "parameter"),
                  count(probe.train().size(), "row"),
                  figure(perRow)));
    }

    /** Whether the model is regularized. */
    private static boolean restrained(Probe probe) {
      var recipe = probe.recipe();
      return !recipe.penalties().isEmpty()
          || recipe.earlyStopping() != null
          || recipe.augment() != null
          || LayerTree.contains(probe.model(), Dropout.class);
    }
  }

  private static String name(Activation activation) {
    return activation.getClass().getSimpleName();
  }
}
