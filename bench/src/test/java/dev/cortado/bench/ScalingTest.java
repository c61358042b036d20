package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalingTest {

  private static final Rounds.Effort SHORT = new Rounds.Effort(20_000_000, 1_000_000, 3);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @TempDir Path folder = Path.of("");

  private Scaling scaling() {
    return new Scaling(new PrintStream(written, true, StandardCharsets.UTF_8), folder, true);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().filter(it -> !it.isEmpty()).toList();
  }

  @ParameterizedTest
  @EnumSource(Growth.class)
  void aCurveHasARowForEachSizeAndAPicture(Growth growth) throws IOException {
    scaling().print(growth, List.of(4, 8, 24), SHORT);

    assertThat(lines()).hasSize(1 + 2 + 3);
    assertThat(lines().get(1)).contains(growth.label(), "GFLOP/s", "growth of time");
    assertThat(lines().get(3)).startsWith("| 4 | ");
    assertThat(lines().getLast())
        .startsWith("| 24 | ")
        .containsPattern("s \\| .* \\| -?\\d\\.\\d\\d \\|$");
    var name = "scaling-" + lines().getFirst() + ".svg";
    assertThat(Files.readString(folder.resolve(name))).contains("measured", growth.label());
  }

  @Test
  void growthOfWorkIsItsExponent() throws IOException {
    scaling().print(Growth.BATCH, List.of(2, 6), SHORT);

    assertThat(lines().getLast()).containsPattern("\\| 1\\.00 \\| -?\\d\\.\\d\\d \\|$");
  }

  @Test
  void threadsHaveARowForEachSizeAndAPicture() throws IOException {
    scaling().printThreads(ThreadScaling.sizes(List.of(4, 8), List.of(2)), List.of(1, 2), SHORT);

    assertThat(lines().get(1)).contains("1 thread", "2 threads", "speed with 2");
    assertThat(lines()).hasSize(1 + 2 + 2);
    assertThat(Files.readString(folder.resolve("scaling-threads.svg"))).contains("2 threads");
  }

  @Test
  void memoryHasARowForEachSizeAndAPicture() throws IOException {
    scaling()
        .printMemory(List.of(Exercise.usual().width(8), Exercise.usual().rows(100)), 1_000_000);

    assertThat(lines().get(1)).contains("in use, MB", "predicted", "peak, MB");
    assertThat(lines()).hasSize(1 + 2 + 2);
    assertThat(Files.readString(folder.resolve("scaling-memory.svg"))).contains("as predicted");
  }
}
