package dev.cortado.cli.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TableTest {

  @Test
  void irisIsFishersTable() {
    var iris = Table.iris();
    assertThat(iris.x().shape()).isEqualTo(Shape.of(150, 4));
    assertThat(iris.classCounts()).containsExactly(50, 50, 50);
    assertThat(iris.schema().features())
        .containsExactly("sepal_length", "sepal_width", "petal_length", "petal_width");
    assertThat(iris.schema().target())
        .isEqualTo(new Target.Classes("species", List.of("setosa", "versicolor", "virginica")));
    assertThat(iris.x().mean(0).toArray())
        .containsExactly(new float[] {5.8433f, 3.0573f, 3.758f, 1.1993f}, within(1e-4f));
    assertThat(iris.x().row(34).toArray()).containsExactly(4.9f, 3.1f, 1.5f, 0.2f);
    assertThat(iris.x().row(37).toArray()).containsExactly(4.9f, 3.6f, 1.4f, 0.1f);
  }

  @Test
  void digitsAreImagesOfEightByEightPoints() {
    var digits = Table.digits();
    assertThat(digits.x().shape()).isEqualTo(Shape.of(1_797, 64));
    assertThat(digits.classCounts())
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(digits.schema().features().get(1)).isEqualTo("pixel_0_1");
    assertThat(digits.schema().features().getLast()).isEqualTo("pixel_7_7");
    assertThat(digits.schema().target().classNames()).startsWith("0", "1").endsWith("9");
    assertThat(digits.x().min().item()).isZero();
    assertThat(digits.x().max().item()).isEqualTo(16);
    assertThat(digits.x().mean().item()).isCloseTo(4.884165f, within(1e-5f));
    assertThat(digits.y().at(0)).isZero();
    assertThat(Arrays.copyOf(digits.x().row(0).toArray(), 8))
        .containsExactly(0, 0, 5, 13, 9, 1, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "moons, 2, 2",
    "circles, 2, 2",
    "xor, 2, 2",
    "spirals, 2, 2",
    "gauss, 2, 2",
    "blobs, 2, 3",
    "sine, 1, 0"
  })
  void toysHaveAThousandRows(String name, int features, int classes) {
    var toy = Table.named(name).rows(42);
    assertThat(toy.x().shape()).isEqualTo(Shape.of(1_000, features));
    assertThat(toy.schema().target().classNames()).hasSize(classes);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameAndASeedSayWhichRows(String name) {
    var table = Table.named(name);
    assertThat(bits(table.rows(7))).isEqualTo(bits(table.rows(7)));
    boolean real = List.of("iris", "digits").contains(name);
    assertThat(bits(table.rows(7)).equals(bits(table.rows(8)))).isEqualTo(real);
  }

  @Test
  void anUnknownNameIsAnsweredByTheKnownOnes() {
    assertThatThrownBy(() -> Table.named("irises"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no table 'irises'; known are " + String.join(", ", Table.names()));
    assertThat(Table.names()).hasSize(9).doesNotHaveDuplicates();
  }

  static List<String> names() {
    return Table.names();
  }

  private static List<Float> bits(Dataset data) {
    var all = new ArrayList<Float>();
    for (float value : data.x().toArray()) {
      all.add(value);
    }
    for (float value : data.y().toArray()) {
      all.add(value);
    }
    return all;
  }
}
