package dev.cortado.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1, 2.50, "ü", null]                 | [1,2.5,"ü",null]
          { "b" : true , "a" : [ ] }           | {"b":true,"a":[]}
          "\\u00fc\\ud83d\\ude00\\/\\n\\""     | "ü😀/\\u000a\\""
          9223372036854775807                  | 9223372036854775807
          -9223372036854775808                 | -9223372036854775808
          0.1e-3                               | 1.0E-4
          -0.0                                 | -0.0
          -0                                   | -0.0
          999999999999999999                   | 999999999999999999
          -7                                   | -7
          "\\u00e9\\u20ac\\t-é€😀"              | "é€\\u0009-é€😀"
          2.0                                  | 2.0
          """)
  void writesWhatItRead(String text, String written) {
    assertThat(Json.parse(text).text()).isEqualTo(written);
    assertThat(Json.parse(written)).isEqualTo(Json.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                    | byte 0: found the end, expected a value
          [1,]                  | byte 3: found ']', expected a value
          [1 2]                 | byte 3: found '2', expected ',' or ']'
          {"a" 1}               | byte 5: found '1', expected ':'
          {a:1}                 | byte 1: found 'a', expected a name in quotes
          {} {}                 | byte 3: found '{', expected the end
          NaN                   | byte 0: found 'N', expected a value
          -Infinity             | byte 1: found 'I', expected a digit
          01                    | byte 1: found '1', expected the end
          1.                    | byte 2: found the end, expected a digit
          1e                    | byte 2: found the end, expected a digit
          +1                    | byte 0: found '+', expected a value
          1e999                 | byte 0: the number 1e999 is too large
          9223372036854775808   | byte 0: the number 9223372036854775808 is too large
          -18446744073709551616 | byte 0: the number -18446744073709551616 is too large
          nul                   | byte 3: found the end, expected 'null'
          "abc                  | byte 0: a string without its closing quote
          "\\x"                 | byte 1: an unknown escape
          "\\u12g4"             | byte 5: found 'g', expected a hexadecimal digit
          "\\ud800"             | byte 1: half of a surrogate pair
          "\\udc00"             | byte 1: half of a surrogate pair
          """)
  void saysWhatIsWrongAndWhere(String text, String problem) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(FormatException.class)
        .hasMessage("JSON-JSON: text: " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22 ff 22", "22 c0 80 22", "22 ed a0 80 22", "22 f5 80 80 80 22"})
  void refusesWhatIsNotUtf8(String hexadecimal) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hexadecimal);

    assertThatThrownBy(() -> Json.parse("ST", "f", bytes))
        .isInstanceOf(FormatException.class)
        .hasMessage("ST-JSON: f: byte 1: not UTF-8");
  }

  @Test
  void refusesANameThatStandsTwice() {
    byte[] bytes = "{\"a\":1,\"\\u0061\":2}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.parse("ST", "f", bytes))
        .hasMessage("ST-DUP: f: 'a' twice, again at byte 7");
  }

  @Test
  void refusesControlCharactersInATextAndTakesThemEscaped() {
    assertThatThrownBy(() -> Json.parse("\"a\nb\""))
        .hasMessageEndingWith("byte 2: a control character in a string");
    assertThat(Json.parse("\"a\\nb\"")).isEqualTo(Json.of("a\nb"));
  }

  @Test
  void goesDownSixtyFourLevelsAndNoFurther() {
    assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).text()).hasSize(128);
    assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
        .hasMessage("JSON-JSON: text: byte 64: nested deeper than 64");
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .hasMessageEndingWith("nested deeper than 64");
  }

  @Test
  void refusesMoreValuesThanAnyFileNeeds() {
    assertThatThrownBy(() -> Json.parse("[" + "[],".repeat(1 << 21) + "[]]"))
        .hasMessageContaining("more than 262144 values");
  }

  @Test
  void escapesHalfOfASurrogatePair() {
    assertThat(Json.of("a\ud800b😀\udc00").text()).isEqualTo("\"a\\ud800b😀\\udc00\"");
  }

  @Test
  void writesNoDeeperThanItReads() {
    Json deep = Json.of(1);
    for (int i = 0; i < 64; i++) {
      deep = i % 2 == 0 ? new Json.Sequence(List.of(deep)) : Json.mapping().with("a", deep);
    }
    var deeper = new Json.Sequence(List.of(deep));

    assertThat(Json.parse(deep.text())).isEqualTo(deep);
    assertThatThrownBy(deeper::text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("json: nested deeper than 64");
  }

  @Test
  void findsWhatIsNotUtf8WhereverItStands() {
    byte[] bytes = ("\"" + "ü€".repeat(5000) + "\"").getBytes(StandardCharsets.UTF_8);
    bytes[20_003] = 'x';

    assertThatThrownBy(() -> Json.parse("ST", "f", bytes))
        .isInstanceOf(FormatException.class)
        .hasMessage("ST-JSON: f: byte 20004: not UTF-8");
  }

  @Test
  void hasNoFormForWhatIsNotANumber() {
    assertThatThrownBy(() -> Json.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("json: NaN is not a JSON number");
  }

  @Test
  void writesTheSameInEveryLocale() {
    var json = new Json.Sequence(List.of(Json.of(-1234567.5), Json.of(12L), Json.of("I")));
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(json.text()).isEqualTo("[-1234567.5,12,\"I\"]");
    } finally {
      Locale.setDefault(before);
    }
  }
}
