package dev.cortado.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final Tensor X = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final Target CLASSES = Target.classes("cat", "dog");

  @Test
  void takesRowsInTheOrderGiven() {
    var data = Dataset.of(X, Tensor.of(0, 1, 1), CLASSES).rows(RowOrder.of(2, 0));

    assertThat(data.x().toArray()).containsExactly(5, 6, 1, 2);
    assertThat(data.y().toArray()).containsExactly(1, 0);
    assertThat(data.schema().features()).containsExactly("x1", "x2");
  }

  @Test
  void countsItsClasses() {
    assertThat(Dataset.of(X, Tensor.of(1, 1, 0), CLASSES).classCounts()).containsExactly(1, 2);
    assertThat(Toys.sine(5, 0, Rng.of(1)).classCounts()).isEmpty();
  }

  @Test
  void turnsTwoClassesIntoABinaryTargetAndBack() {
    var data = Dataset.of(X, Tensor.of(0, 1, 1), CLASSES);
    var binary = data.asBinary();

    assertThat(binary.y().shape()).isEqualTo(Shape.of(3, 1));
    assertThat(binary.schema().target()).isEqualTo(Target.binary("cat", "dog"));
    assertThat(binary.schema().target().outputs()).isEqualTo(1);
    assertThat(binary.asBinary()).isSameAs(binary);
    assertThat(binary.asClasses().y().sameBits(data.y())).isTrue();
    assertThat(binary.asClasses().schema()).isEqualTo(data.schema());
  }

  @Test
  void aBatchOutlivesTheTapeOnWhichItWasTaken() {
    var data = Dataset.of(X, Tensor.of(0, 1, 1), CLASSES);
    Batch batch;
    try (var tape = new Tape()) {
      batch = tape.record(() -> data.batches(2).at(1));
      assertThat(tape.entries()).isEmpty();
    }
    assertThat(batch.x().toArray()).containsExactly(5, 6);
  }

  @Test
  void holdsImagesWithoutNamesForTheirPixels() {
    var data = Dataset.of(Tensor.zeros(2, 4, 4), Tensor.of(0, 1), CLASSES);

    assertThat(data.schema().features()).isEmpty();
    assertThat(data.size()).isEqualTo(2);
  }

  @Test
  void refusesATargetThatIsNotLaidOutAsItSays() {
    assertThatThrownBy(() -> Dataset.of(X, Tensor.of(0, 1), CLASSES))
        .hasMessage("dataset: y [2], expected [3] for classes");
    assertThatThrownBy(() -> Dataset.of(X, Tensor.of(0, 1, 1), Target.binary("no", "yes")))
        .hasMessage("dataset: y [3], expected [3, 1] for a binary target");
    assertThatThrownBy(() -> Dataset.of(X, Tensor.of(0, 1, 1), Target.numbers("price")))
        .hasMessage("dataset: y [3], expected [3, 1] for numbers");
    assertThatThrownBy(() -> Dataset.of(X, Tensor.of(0, 2, 1), CLASSES))
        .hasMessage("dataset: the class of row 1 is 2.0, expected a whole number from 0 to 1");
    assertThatThrownBy(() -> Dataset.of(X, Tensor.of(0, Float.NaN, 1), CLASSES))
        .hasMessage("dataset: the class of row 1 is NaN, expected a whole number from 0 to 1");
  }

  @Test
  void refusesFeaturesThatDoNotFitTheirNames() {
    var schema = new Schema(List.of("width"), CLASSES);

    assertThatThrownBy(() -> new Dataset(X, Tensor.of(0, 1, 1), schema))
        .hasMessage("dataset: x [3, 2] and 1 feature names, expected 2");
    assertThatThrownBy(() -> Dataset.of(Tensor.of(1, 2, 3), Tensor.of(0, 1, 1), CLASSES))
        .hasMessage("dataset: x [3], expected rows of features [n, features]");
  }

  @Test
  void refusesTargetsThatCannotBe() {
    assertThatThrownBy(() -> Target.classes("only"))
        .hasMessage("target: 'class' has classes [only], expected at least 2");
    assertThatThrownBy(Target::numbers)
        .hasMessage("target: no names, expected one for each number");
    var three = Dataset.of(X, Tensor.of(0, 1, 2), Target.classes("a", "b", "c"));
    assertThatThrownBy(three::asBinary).hasMessage("asBinary: 3 classes, expected 2");
  }

  @Test
  void arraysOfNumbersAreRowsAndTheirTargets() {
    var data = Dataset.of(new double[][] {{1, 2}, {3, 4}}, new double[] {0.5, 1.5});
    assertThat(data.x().toArray()).containsExactly(1, 2, 3, 4);
    assertThat(data.y().shape()).isEqualTo(Shape.of(2, 1));
    assertThat(data.schema().target()).isEqualTo(Target.numbers("y"));
  }

  @Test
  void wholeNumbersAreClasses() {
    var data = Dataset.of(new double[][] {{1}, {3}, {5}}, new int[] {0, 2, 1});
    assertThat(data.y().toArray()).containsExactly(0, 2, 1);
    assertThat(data.schema().target().classNames()).containsExactly("0", "1", "2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(new double[][] {{1}, {2}}, new int[] {0, -1}))
        .withMessage("dataset: the class of row 1 is -1.0, expected a whole number from 0 to 1");
  }

  @Test
  void namesAreClassesInTheirOrder() {
    var data = Dataset.of(new double[][] {{1}, {2}, {3}}, List.of("virginica", "setosa", "setosa"));
    assertThat(data.y().toArray()).containsExactly(1, 0, 0);
    assertThat(data.classCounts()).containsExactly(2, 1);
    assertThat(data.schema().target().classNames()).containsExactly("setosa", "virginica");
  }
}
