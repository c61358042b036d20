package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

  @Test
  void showsWhatIsPlainAsItIs() {
    assertThat(Shown.text("fc1.Größe 😀 \ufffd")).isEqualTo("fc1.Größe 😀 \ufffd");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    assertThat(Shown.text("a\u001b[2J\n\u202e\u2028\ud800"))
        .isEqualTo("a\\u001b[2J\\u000a\\u202e\\u2028\\ud800");
    assertThat(Shown.text("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
  }

  @Test
  void isNeverLongerThanTwoHundredCharacters() {
    assertThat(Shown.text("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(Shown.text("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
    assertThat(Shown.text("x".repeat(195) + "\u001b")).isEqualTo("x".repeat(195) + "…");
    assertThat(Shown.text("\u001b".repeat(1_000_000))).hasSizeLessThanOrEqualTo(200);
    assertThat(Shown.text("😀".repeat(150))).hasSize(199).endsWith("😀…");
  }
}
