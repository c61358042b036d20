package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.data.Batches;
import dev.cortado.data.Target;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Divergence;
import dev.cortado.train.TrainingStep;
import java.util.Arrays;
import java.util.HashSet;

/** Faults of a model in relation to its loss, metrics and rows. */
final class SymptomsOfModel {

  /** Parameters for each row that make overfitting likely in a model without regularization. */
  private static final double MANY_PER_ROW = 100;

  private SymptomsOfModel() {}

  /** The first step would throw. */
  static void refusal(Probe probe, Findings found) {
    var refusal = probe.reading().refusal();
    if (!refusal.isEmpty()) {
      found.add(Kind.REFUSED, Severity.PROBLEM, "", "a step cannot be taken: %s", refusal);
    }
  }

  /** The output activation is not what the loss expects. */
  static void lossAndHead(Probe probe, Findings found) {
    var head = probe.reading().head();
    if (head == null) {
      return;
    }
    switch (probe.recipe().loss().expects()) {
      case LOGITS -> logitsExpected(head, found);
      case PROBABILITIES -> probabilitiesExpected(head, found);
      case VALUES -> valuesExpected(head, probe, found);
      case LOG_PROBABILITIES, UNKNOWN -> {}
    }
  }

  private static void logitsExpected(Activation head, Findings found) {
    var traits = head.traits();
    if (isProbability(head)) {
      found.add(
          Kind.LOSS_AND_HEAD,
          Severity.PROBLEM,
          "",
          "the model ends in %s and the loss applies it once more, so the loss cannot come near 0;"
              + " leave it out of the model, or use a loss of probabilities",
          name(head));
    } else if (traits.low() >= 0 || traits.high() <= 0) {
      found.add(
          Kind.LOSS_AND_HEAD,
          Severity.WARNING,
          "",
          "the model ends in %s, which gives %s; logits have both signs: leave it out",
          name(head),
          traits);
    }
  }

  private static boolean isProbability(Activation head) {
    return head instanceof Activation.Sigmoid || head instanceof Activation.Softmax;
  }

  private static void probabilitiesExpected(Activation head, Findings found) {
    var traits = head.traits();
    if (traits.low() < 0 || traits.high() > 1) {
      found.add(
          Kind.LOSS_AND_HEAD,
          Severity.PROBLEM,
          "",
          "the loss takes probabilities, and the model ends in %s, which gives %s; end it in a"
              + " sigmoid or, better, use binaryCrossEntropy()",
          name(head),
          traits);
    }
  }

  private static void valuesExpected(Activation head, Probe probe, Findings found) {
    var target = probe.train().schema().target();
    if (!(target instanceof Target.Numbers)) {
      found.add(
          Kind.LOSS_AND_HEAD,
          Severity.WARNING,
          "",
          "the loss measures distances and the target is a class; its gradient vanishes where the"
              + " model is wrong and sure: use %s",
          target.outputs() == 1 ? "binaryCrossEntropy()" : "crossEntropy()");
      return;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : probe.train().y().toArray()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    var traits = head.traits();
    if (low < traits.low() || high > traits.high()) {
      found.add(
          Kind.LOSS_AND_HEAD,
          Severity.PROBLEM,
          "",
          "the model ends in %s, which gives %s, and the target goes from %s to %s; end it in a"
              + " dense layer without activation",
          name(head),
          traits,
          figure(low),
          figure(high));
    }
  }

  private static String name(Activation activation) {
    return activation.getClass().getSimpleName();
  }

  /** A metric that refuses the model's outputs or misreads them. */
  static void metricAndHead(Probe probe, Findings found) {
    if (!probe.reading().refusal().isEmpty() || !probe.reading().finite()) {
      return;
    }
    var target = probe.train().schema().target();
    var prediction = Evaluation.predictions(probe.model(), probe.batch().x());
    if (Divergence.Index.firstBad(prediction.mul(prediction)) >= 0) {
      // Predictions that are NaN, or too large to be squared, are another finding.
      return;
    }
    for (var metric : probe.recipe().metricsFor(target)) {
      var problem = problem(probe, metric, target, prediction);
      if (!problem.isEmpty()) {
        found.add(Kind.METRIC_AND_HEAD, Severity.PROBLEM, metric.name(), "%s", problem);
      }
    }
  }

  private static String problem(Probe probe, Metric metric, Target target, Tensor prediction) {
    try {
      var outputs = probe.recipe().outputs(probe.model(), target);
      double value = metric.of(prediction, probe.batch().y(), outputs);
      if (!Double.isFinite(value)) {
        return "it is " + value + " on the training rows; choose another";
      }
    } catch (IllegalArgumentException refused) {
      return "it cannot be computed: " + refused.getMessage();
    }
    var head = probe.reading().head();
    return head != null
            && isProbability(head)
            && metric.outputs() == OutputKind.LOGITS
            && tellsApart(metric, target)
        ? "it takes the model's probabilities for logits; use it as ofProbabilities()"
        : "";
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
        single ? Tensor.of(Shape.of(2, 1), 0.25f, 0.75f) : right.add(Tensor.eye(classes).mul(0.5));
    var truth = single ? labels.expand(1) : labels;
    return metric.of(answer, truth) != metric.ofProbabilities().of(answer, truth);
  }

  /** Units with equal weights compute the same and get equal gradients. */
  static void equalUnits(Probe probe, Findings found) {
    for (var site : probe.reading().hidden()) {
      var weight = probe.state().weights().get(site.layer() + ".weight");
      if (weight != null && weight.shape().rank() == 2 && weight.shape().dim(1) >= 2) {
        equalUnits(site.layer(), weight.value(), found);
      }
    }
  }

  private static void equalUnits(String layer, Tensor weight, Findings found) {
    int units = weight.shape().dim(1);
    var columns = new HashSet<String>();
    for (int unit = 0; unit < units; unit++) {
      columns.add(Arrays.toString(weight.slice(1, unit, unit + 1).toArray()));
    }
    int different = columns.size();
    if (units - different >= units / 2.0) {
      found.add(
          Kind.EQUAL_UNITS,
          different == 1 ? Severity.PROBLEM : Severity.WARNING,
          layer,
          units - different,
          0,
          "only %d of %s differ from one another; equal ones compute the same and stay equal: start"
              + " weights at random, as Init.he() does",
          different,
          count(units, "unit"));
    }
  }

  /** A batch of one row has no variance. */
  static void shortBatch(Probe probe, Findings found) {
    int size = probe.recipe().batchSize();
    int rows = probe.train().size();
    if (Batches.leaveOne(rows, size)
        && probe.train().x().shape().rank() == 2
        && LayerTree.contains(probe.model(), BatchNorm.class)) {
      found.add(
          Kind.SHORT_BATCH,
          Severity.PROBLEM,
          "",
          1,
          2,
          "%s in batches of %d leave a batch of one, from which batch norm cannot take a variance;"
              + " use batches of %d",
          count(rows, "row"),
          size,
          Batches.sizeAbove(rows, size));
    }
  }

  /** The rule of thumb that the error on new rows is about parameters per row. */
  static void fewRows(Probe probe, Findings found) {
    double perRow = (double) probe.parameters() / probe.train().size();
    if (perRow > 1) {
      found.add(
          Kind.FEW_ROWS,
          perRow > MANY_PER_ROW && !isRegularized(probe) ? Severity.WARNING : Severity.NOTE,
          "",
          perRow,
          1,
          "%s for %s, %s for each; it can learn them by heart: watch the loss on rows for"
              + " validation, or use fewer units, a penalty or dropout",
          count(probe.parameters(), "parameter"),
          count(probe.train().size(), "row"),
          figure(perRow));
    }
  }

  private static boolean isRegularized(Probe probe) {
    var recipe = probe.recipe();
    return !recipe.penalties().isEmpty()
        || recipe.earlyStopping() != null
        || recipe.augment() != null
        || LayerTree.contains(probe.model(), Dropout.class);
  }

  /** Steps that run operation by operation take several times as long in small networks. */
  static void notCompiled(Probe probe, Findings found) {
    var plan = probe.recipe().forRun(Probe.steps(probe.recipe(), probe.train()));
    var status = TrainingStep.tried(probe.model(), plan, probe.batch());
    if (status.path() == CompileStatus.Path.EAGER) {
      found.add(
          Kind.NOT_COMPILED,
          Severity.NOTE,
          "",
          "the training step is not compiled, and small networks train several times as fast if it"
              + " is: %s",
          status.reason());
    }
  }
}
