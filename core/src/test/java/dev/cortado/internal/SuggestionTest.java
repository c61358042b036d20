package dev.cortado.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  @ParameterizedTest
  @CsvSource({
    "demo, demo, 0",
    "dem, demo, 1",
    "demoo, demo, 1",
    "deno, demo, 1",
    "dmeo, demo, 1",
    "'', demo, 4"
  })
  void countsLettersLeftOutAddedMistakenAndExchanged(String written, String meant, int mistakes) {
    assertThat(Suggestion.mistakes(written, meant)).isEqualTo(mistakes);
  }

  @Test
  void takesANameThatDiffersInCaseAloneBeforeAnyOther() {
    assertThat(Suggestion.of("y", List.of("a", "b", "Y"))).isEqualTo("; did you mean Y?");
  }

  @Test
  void suggestsTheNearestName() {
    assertThat(Suggestion.of("--leraning-rate", List.of("--seed", "--learning-rate", "--rate")))
        .isEqualTo("; did you mean --learning-rate?");
  }

  @Test
  void dashesMakeNoTwoNamesAlike() {
    var options = List.of("--hidden", "--rate", "--out");
    assertThat(Suggestion.of("--nope", options)).isEmpty();
    assertThat(Suggestion.of("--hiden", options)).isEqualTo("; did you mean --hidden?");
    assertThat(Suggestion.of("-hidden", options)).isEqualTo("; did you mean --hidden?");
  }

  @Test
  void suggestsNothingFarFetched() {
    assertThat(Suggestion.of("half", List.of("train", "all"))).isEmpty();
    assertThat(Suggestion.of("train", List.of("demo", "digest", "doctor"))).isEmpty();
  }
}
