package dev.cortado.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void showsWhatIsPlainAsItIs() {
    assertThat(SafeText.of("fc1.Größe 😀 \ufffd")).isEqualTo("fc1.Größe 😀 \ufffd");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    assertThat(SafeText.of("a\u001b[2J\n\u202e\u2028\ud800"))
        .isEqualTo("a\\u001b[2J\\u000a\\u202e\\u2028\\ud800");
    assertThat(SafeText.of("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
  }

  @Test
  void isNeverLongerThanTwoHundredCharacters() {
    assertThat(SafeText.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(SafeText.of("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
    assertThat(SafeText.of("x".repeat(195) + "\u001b")).isEqualTo("x".repeat(195) + "…");
    assertThat(SafeText.of("\u001b".repeat(1_000_000))).hasSizeLessThanOrEqualTo(200);
    assertThat(SafeText.of("😀".repeat(150))).hasSize(199).endsWith("😀…");
  }
}
