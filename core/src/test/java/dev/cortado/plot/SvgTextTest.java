package dev.cortado.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SvgTextTest {

  @Test
  void whatXmlForbidsBecomesAReplacement() {
    assertThat(SvgText.escape("a<b>&\"c'\u0000\uD800\u0085"))
        .isEqualTo("a&lt;b&gt;&amp;&quot;c&#39;\uFFFD\uFFFD\uFFFD");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    assertThat(SvgText.shortened("abcdef", 4)).isEqualTo("abc…");
    assertThat(SvgText.shortened("abcd", 4)).isEqualTo("abcd");
    assertThat(SvgText.shortened("😀😀😀", 2)).isEqualTo("😀…");
  }

  @Test
  void aTextIsFittedIntoPixels() {
    assertThat(Svg.fitted("a short one", 12, 200)).isEqualTo("a short one");
    var fitted = Svg.fitted("a text that is much too long for it", 12, 100);
    assertThat(fitted).endsWith("…").hasSizeGreaterThan(8);
    assertThat(SvgText.width(fitted, 12)).isLessThanOrEqualTo(100);
  }

  @Test
  void placesAreWrittenWithAtMostTwoDecimals() {
    assertThat(
            new String[] {
              Svg.number(0),
              Svg.number(-0.001),
              Svg.number(12.5),
              Svg.number(1.05),
              Svg.number(-3.14159),
              Svg.number(1e300)
            })
        .containsExactly("0", "0", "12.5", "1.05", "-3.14", "1000000");
  }

  @Test
  void figuresHaveFourDigits() {
    assertThat(FourDigits.of(1 / 3.0)).isEqualTo("0.3333");
    assertThat(FourDigits.of(1.25e-9)).isEqualTo("1.25e-9");
    assertThat(FourDigits.of(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }
}
