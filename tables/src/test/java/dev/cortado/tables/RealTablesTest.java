package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.table.Encoding;
import dev.cortado.table.Feature;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tables as they are found, from easy to mixed. */
class RealTablesTest {

  private static Target target(TablePlan plan) {
    return Objects.requireNonNull(plan.target()).target();
  }

  @Test
  void irisIsFourNumbersAndThreeClasses() throws IOException {
    var plan = TablePlan.of(SharedData.iris(), "species");

    assertThat(plan.features()).extracting(PlannedColumn::role).containsOnly(Role.NUMBER);
    assertThat(plan.features()).hasSize(4);
    assertThat(target(plan))
        .isEqualTo(
            new Target.Classes(
                "species", List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica")));
    try (var data = plan.encode(RowSplit.of(42).valid(0.2).test(0.2))) {
      assertThat(((Dataset) data.train()).classCounts()).containsExactly(30, 30, 30);
      assertThat(((Dataset) data.test()).classCounts()).containsExactly(10, 10, 10);
    }
  }

  @Test
  void theQualityOfWineIsANumberAndDiabetesIsYesOrNo() throws IOException {
    var wine = TablePlan.of(SharedData.wine(), "quality");
    var pima = TablePlan.of(SharedData.pima(), "diabetes");

    assertThat(target(wine)).isEqualTo(Target.numbers("quality"));
    assertThat(wine.profile().duplicateRows()).isEqualTo(240);
    assertThat(target(pima).classNames()).containsExactly("0", "1");
  }

  @Test
  void californiaHasMissingBedroomsAndACategory() throws IOException {
    try (var data =
        TablePlan.of(SharedData.california(), "median_house_value").encode(RowSplit.of(42))) {
      assertThat(data.features())
          .contains(
              new Feature.Number("total_bedrooms"), new Feature.Flag("total_bedrooms missing"));
      assertThat(data.features().getLast()).isEqualTo(new Feature.Category("ocean_proximity", 6));
      assertThat(data.train().size() + data.valid().size() + data.test().size()).isEqualTo(20_640);
      assertThat(data.preparation().columns().getFirst().encoding())
          .isEqualTo(new Encoding.Quantity(0, -118.48f, false));
    }
  }

  @Test
  void adultHasCategoriesWithMissingValuesAndAYesOrNo() throws IOException {
    var plan = TablePlan.of(SharedData.adult(), "income");
    try (var data = plan.encode(RowSplit.of(42).valid(0).folds(5))) {
      assertThat(plan.profile().duplicateRows()).isEqualTo(24);
      assertThat(plan.with(Role.CATEGORY))
          .extracting(PlannedColumn::name)
          .containsExactly(
              "workclass",
              "education",
              "marital-status",
              "occupation",
              "relationship",
              "race",
              "native-country");
      assertThat(data.features()).contains(new Feature.Flag("sex"));
      assertThat(data.fold(0).valid().size()).isBetween(5535, 5536);
      assertThat(data.fold(4).train().size() + data.fold(4).valid().size())
          .isEqualTo(data.train().size());
    }
  }

  @Test
  void noLineOfADescriptionIsLongerThanATerminal() throws IOException {
    for (var table : List.of(SharedData.adult(), SharedData.california(), SharedData.iris())) {
      assertThat(TablePlan.of(table, table.columns().getLast()).describe().lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
  }
}
