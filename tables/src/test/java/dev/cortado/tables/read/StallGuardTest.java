package dev.cortado.tables.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class StallGuardTest {

  private static boolean forever() throws IOException {
    try {
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void aCallThatWaitsForeverEnds() {
    try (var guard = new StallGuard(Duration.ofMillis(1))) {
      assertThatThrownBy(() -> guard.call(StallGuardTest::forever))
          .isInstanceOf(IOException.class)
          .hasMessage("no progress for 0 s");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void callsThatReturnAreLeftAlone() throws IOException {
    try (var guard = new StallGuard(Duration.ofMinutes(1))) {
      assertThat(guard.call(() -> 1)).isEqualTo(1);
    }
  }
}
