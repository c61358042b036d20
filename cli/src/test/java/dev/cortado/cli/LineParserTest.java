package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {

  private static final Argument<String> FROM = Argument.required("FROM", "", text -> text);
  private static final Argument<String> TO = Argument.optional("TO", "", text -> text);
  private static final Option<Integer> TIMES =
      Option.of("--times", "N", "", ValueParser.whole(-9, 9)).orElse(1);
  private static final Option<Boolean> FAST = Option.flag("--fast", "");

  /** A command with two arguments and two options. */
  private static final class Copy implements Command {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public String purpose() {
      return "copies";
    }

    @Override
    public List<Argument<?>> arguments() {
      return List.of(FROM, TO);
    }

    @Override
    public List<Option<?>> options() {
      return List.of(TIMES, FAST);
    }

    @Override
    public Exit run(ParsedLine line, PrintStream out) {
      return Exit.OK;
    }
  }

  private static Request parse(String line) {
    return new LineParser(List.of(new Copy())).parse(List.of(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy a b --times 7 --fast",
        "copy --fast a --times=7 b",
        "copy --times 7 --fast a b",
        "copy --times=7 --fast -- a b",
        "--debug copy a b --debug --times 7 --fast"
      })
  void optionsMayStandAnywhere(String line) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Request.Run.class,
            run ->
                assertThat(run.line())
                    .isEqualTo(
                        new ParsedLine(
                            Map.of("FROM", "a", "TO", "b", "--times", "7", "--fast", "true"))));
  }

  @Test
  void whatIsNotGivenHasItsFallbackOrNoValue() {
    var line = ((Request.Run) parse("copy a")).line();
    assertThat(line.value(TIMES)).isEqualTo(1);
    assertThat(line.value(FAST)).isFalse();
    assertThat(line.find(TO)).isEmpty();
    assertThat(line.has(TIMES)).isFalse();
  }

  @Test
  void aValueMayBeNegativeOrHoldAnEqualsSign() {
    assertThat(((Request.Run) parse("copy a --times -5")).line().value(TIMES)).isEqualTo(-5);
    assertThat(((Request.Run) parse("copy a=b=c")).line().value(FROM)).isEqualTo("a=b=c");
  }

  @Test
  void afterTwoDashesAllWordsAreArguments() {
    var line = ((Request.Run) parse("copy -- --fast --help")).line();
    assertThat(line.value(FROM)).isEqualTo("--fast");
    assertThat(line.value(TO)).isEqualTo("--help");
  }

  @Test
  void aDashAloneIsAnArgument() {
    assertThat(((Request.Run) parse("copy -")).line().value(FROM)).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy --help", "copy a --nonsense -h", "copy --times --help"})
  void helpIsMoreThanAMistake(String line) {
    assertThat(parse(line)).isInstanceOf(Request.CommandHelp.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          copy                    | copy: FROM is missing; cortado copy --help says what it is
          copy a b c              | copy takes 2 arguments at most, found c, too
          copy a --times          | copy: --times needs a value
          copy a --times --fast   | copy: --times needs a value
          copy a --times=         | copy: --times: '', expected a whole number from -9 to 9
          copy a --fast=no        | copy: --fast takes no value, found no
          copy a --fast --fast    | copy: --fast is given twice
          copy a --times 1 --times=2 | copy: --times is given twice
          copy a --tmies=3        | copy: unknown option --tmies; did you mean --times?
          copy a -x               | copy: unknown option -x; cortado copy --help lists them
          """)
  void aLineThatCannotBeParsedSaysWhy(String line, String message) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(Failure.class).hasMessage(message);
  }
}
