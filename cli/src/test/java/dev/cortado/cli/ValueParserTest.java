package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {

  @Test
  void numbersAreReadAsTheyAreWrittenInPrograms() {
    assertThat(ValueParser.whole(1, 50).parse("+50")).isEqualTo(50);
    assertThat(ValueParser.seed().parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(ValueParser.positive().parse("1e-3")).isEqualTo(0.001);
    assertThat(ValueParser.positive().parse(".5")).isEqualTo(0.5);
    assertThat(ValueParser.fraction().parse("0.")).isZero();
    assertThat(ValueParser.list(ValueParser.whole(1, 9)).parse("3,2,1"))
        .isEqualTo(List.of(3, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "51", "-5", "3.5", "99999999999999999999", "abc", "", "٣", "1_0"})
  void wholeNumbersKeepToTheirRange(String text) {
    refuses(ValueParser.whole(1, 50), text, "a whole number from 1 to 50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "1.0", "0x10", "seven"})
  void seedsAreWholeNumbersOf64Bits(String text) {
    refuses(ValueParser.seed(), text, "a whole number of at most 64 bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "NaN",
        "1e39",
        "1e-60",
        "Infinity",
        "abc",
        "1f",
        "0x1p3",
        "1,5",
        "",
        " 1",
        "٣"
      })
  void aRateIsAFiniteNumberAboveZero(String text) {
    refuses(ValueParser.positive(), text, "a number above 0, from 1.4e-45 to 3.4e38");
  }

  @Test
  void aFractionIsBelowOneAndAWeightIsNotNegative() {
    refuses(ValueParser.fraction(), "1.0", "a number from 0 to below 1");
    refuses(ValueParser.notNegative(), "-1", "a number from 0 to 3.4e38");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e39", "1e999", "NaN", "-Infinity", "x", ""})
  void aNumberIsFinite(String text) {
    refuses(ValueParser.number(), text, "a number from -3.4e38 to 3.4e38");
  }

  @Test
  void oneOfNamesAllValuesAndTheNearest() {
    var exits = ValueParser.oneOf(List.of(Exit.OK, Exit.USAGE), Exit::name);
    assertThat(exits.parse("USAGE")).isEqualTo(Exit.USAGE);
    refuses(exits, "5", "one of OK, USAGE");
    refuses(exits, "USEAGE", "one of OK, USAGE; did you mean USAGE?");
  }

  @Test
  void aListNamesThePlaceThatIsWrong() {
    assertThatThrownBy(() -> ValueParser.list(ValueParser.whole(1, 99)).parse("128,,64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number 1 of '128,,64' is '128', expected a whole number from 1 to 99");
    assertThatThrownBy(() -> ValueParser.list(ValueParser.whole(1, 999)).parse("128,,64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number 2 of '128,,64' is '', expected a whole number from 1 to 999");
  }

  @Test
  void atMost200CharactersAreRepeated() {
    refuses(
        ValueParser.seed(),
        "x".repeat(300),
        "a whole number of at most 64 bits",
        "x".repeat(200) + "…");
  }

  private static void refuses(ValueParser<?> parser, String text, String expected) {
    refuses(parser, text, expected, text);
  }

  private static void refuses(ValueParser<?> parser, String text, String expected, String shown) {
    assertThatThrownBy(() -> parser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + shown + "', expected " + expected);
  }
}
