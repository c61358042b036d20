package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.data.Target;
import dev.cortado.data.image.Augment;
import dev.cortado.metric.Better;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecipeTest {

  private static final Recipe PLAIN = Recipe.of(Loss.crossEntropy(), Adam.of(1e-3));

  @Test
  void theRateIsTheOptimizersUnlessAScheduleSaysOtherwise() {
    assertThat(PLAIN.schedule().at(1_000)).isEqualTo(1e-3);
    assertThat(PLAIN.rate(0.5).schedule().at(1_000)).isEqualTo(0.5);
  }

  @Test
  void eachWitherChangesOnePart() {
    assertThat(PLAIN.epochs(7)).isNotEqualTo(PLAIN).isEqualTo(PLAIN.epochs(9).epochs(7));
    assertThat(PLAIN.batchSize(7).batchSize()).isEqualTo(7);
    assertThat(PLAIN.seed(7).seed()).isEqualTo(7);
    assertThat(PLAIN.clip(Clip.norm(1)).clip()).isEqualTo(Clip.norm(1));
    assertThat(PLAIN.penalty(Penalty.l1(1)).penalty(Penalty.l2(2)).penalties())
        .containsExactly(Penalty.l1(1), Penalty.l2(2));
    var plateau = Plateau.on("valid.loss");
    assertThat(PLAIN.plateau(plateau).plateau()).isEqualTo(plateau);
    var stopping = EarlyStopping.on("valid.loss");
    assertThat(PLAIN.earlyStopping(stopping).earlyStopping()).isEqualTo(stopping);
  }

  @Test
  void itsTextIsTheSameInEveryRun() {
    assertThat(PLAIN.epochs(3).text())
        .isEqualTo(
            "Recipe[loss=CrossEntropy[input=LOGITS, smoothing=0.0, classWeights=[]],"
                + " optimizer=Adam[rate=0.001, beta1=0.9, beta2=0.999, epsilon=1.0E-8,"
                + " epsilonInside=false, decay=None[]], epochs=3, batchSize=32, seed=42,"
                + " metrics=none, earlyStopping=none, rows=Rows[shuffled=true, augment=none,"
                + " sampleWeights=none], rates=Rates[rate=Constant[rate=0.001],"
                + " decay=Constant[rate=1.0], dropout=Constant[rate=1.0], plateau=none],"
                + " updates=Updates[penalties=[], clip=None[], accumulation=1, groups=[],"
                + " averaging=None[]]]");
  }

  @Test
  void ofCodeItsTextSaysThatItIsThere() {
    Schedule falling = step -> 1.0 / (step + 1);
    var text =
        PLAIN
            .schedule(falling.warmup(10))
            .metrics(Metric.accuracy())
            .augment((image, _) -> image)
            .text();
    assertThat(text)
        .contains("rate=Warmup[schedule=code, steps=10]")
        .contains("metrics=[Metric[name=accuracy, better=HIGHER, outputs=UNKNOWN, measure=code]]")
        .contains("augment=code");
  }

  @Test
  void ofTheAugmentationsThatComeWithTheLibraryItsTextTellsTheNumbers() {
    Augment own = (image, _) -> image;
    var augment =
        Augment.rotate(15).then(Augment.noise(0.1).within(0, 1)).then(own).then(Augment.flip());
    assertThat(PLAIN.augment(augment).text())
        .contains(
            "augment=Then[first=Then[first=Then[first=Rotate[most=15.0], "
                + "next=Within[augment=Noise[deviation=0.1], low=0.0, high=1.0]], next=code], "
                + "next=Sometimes[augment=Mirror[axis=-1], probability=0.5]]");
  }

  @Test
  void itsTextTellsOneSetOfSampleWeightsFromAnother() {
    var ones = PLAIN.sampleWeights(Tensor.ones(3)).text();
    assertThat(ones).isNotEqualTo(PLAIN.sampleWeights(Tensor.of(1, 1, 2)).text());
    assertThat(ones).isEqualTo(PLAIN.sampleWeights(Tensor.ones(3)).text());
  }

  @Test
  void theMetricThatIsNotAskedForFitsTargetAndLoss() {
    var binary = Target.binary("no", "yes");
    var logits = Recipe.of(Loss.binaryCrossEntropy(), Sgd.of(1)).metricsFor(binary);
    assertThat(logits).singleElement().returns("accuracy", Metric::name);
    assertThat(PLAIN.metricsFor(Target.numbers("y"))).singleElement().returns("rmse", Metric::name);
    assertThat(PLAIN.withoutMetrics().metricsFor(binary)).isEmpty();
  }

  /** A layer that does not say what it gives. */
  private record Own(Dense dense) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return pass.run("dense", dense, x);
    }

    @Override
    public OutputKind outputKind() {
      return OutputKind.UNKNOWN;
    }
  }

  @Test
  void theLossSaysWhatAModelGivesIfTheModelDoesNot() {
    var binary = Target.binary("no", "yes");
    var probabilities = Recipe.of(Loss.binaryCrossEntropyOfProbabilities().times(2), Sgd.of(1));
    var own = new Own(Dense.of(2, 1));
    assertThat(probabilities.outputs(own, binary)).isEqualTo(OutputKind.PROBABILITIES);
    assertThat(probabilities.outputs(Dense.of(2, 1), binary)).isEqualTo(OutputKind.LOGITS);
    assertThat(Recipe.of(Loss.nll(), Sgd.of(1)).outputs(own, Target.classes("a", "b")))
        .isEqualTo(OutputKind.LOG_PROBABILITIES);
    assertThat(Recipe.of((y, t) -> y.sub(t).abs().flatten(), Sgd.of(1)).outputs(own, binary))
        .isEqualTo(OutputKind.UNKNOWN);
    assertThat(probabilities.outputs(own, Target.numbers("y"))).isEqualTo(OutputKind.VALUES);
  }

  @Test
  void namesThatHideOneAnotherAreRefused() {
    var loss = Metric.of("loss", Better.LOWER, (_, _) -> 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.metrics(Metric.accuracy(), loss))
        .withMessage(
            "recipe: a metric is named 'loss', as the loss itself is; give it another name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.metrics(Metric.accuracy(), Metric.binaryAccuracy()))
        .withMessage("recipe: two metrics are named 'accuracy'; give one of them another name");
  }

  @Test
  @SuppressWarnings("NullAway") // what Java code without its checks can do
  void aPartThatIsNullIsRefusedByItsName() {
    assertNull("loss", () -> Recipe.of(null, Sgd.of(1)));
    assertNull("optimizer", () -> Recipe.of(Loss.mse(), null));
    assertNull("schedule", () -> PLAIN.schedule(null));
    assertNull("clip", () -> PLAIN.clip(null));
    assertNull("penalty", () -> PLAIN.penalty(null));
    assertNull("metric", () -> PLAIN.metrics(null));
    assertNull("metric", () -> PLAIN.metrics(Metric.accuracy(), Metric.rmse(), null));
    assertNull("list of metrics", () -> PLAIN.metrics(Metric.accuracy(), (Metric[]) null));
    assertNull("plateau", () -> PLAIN.plateau((Plateau) null));
    assertNull("name of the value for the plateau", () -> Plateau.on(null));
    assertNull("name of the value for early stopping", () -> EarlyStopping.on(null));
    assertNull("early stopping", () -> PLAIN.earlyStopping(null));
    assertNull("augmentation", () -> PLAIN.augment(null));
    assertNull("tensor of sample weights", () -> PLAIN.sampleWeights(null));
  }

  private static void assertNull(String part, ThrowingCallable asking) {
    assertThatIllegalArgumentException()
        .isThrownBy(asking)
        .withMessage("recipe: the " + part + " is null");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.epochs(0))
        .withMessage("recipe: epochs is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.batchSize(-1))
        .withMessage("recipe: batchSize is -1, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.sampleWeights(Tensor.ones(3, 1)))
        .withMessage("recipe: sample weights [3, 1], expected one for each training row, [n]");
  }
}
