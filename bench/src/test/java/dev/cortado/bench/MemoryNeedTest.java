package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

  /** What does not grow with any size: objects, shapes, and what the virtual machine adds. */
  private static final long BESIDE = 150_000;

  /** Of each something else takes the most. */
  private static final List<Exercise> EXERCISES =
      List.of(
          exercise(new Mlp(64, 128, 20, 10), 16, 2_048), // parameters
          exercise(new Mlp(32, 128, 5, 10), 1_000, 4_000), // hidden layers
          exercise(new Mlp(200, 32, 1, 10), 2_000, 4_000), // inputs
          exercise(new Mlp(16, 32, 1, 100), 2_000, 4_000), // outputs
          exercise(new Mlp(64, 128, 8, 10), 1_000, 1_500), // a short batch at the end
          exercise(new Mlp(8, 16, 1, 2), 16, 300_000)); // rows

  private static Exercise exercise(Mlp network, int batch, int rows) {
    return new Exercise(network, batch, rows, 1);
  }

  /** A process of its own, with a collector that tells memory to the byte. */
  @Test
  void aTrainingTakesAsMuchAsPredicted() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:MarkSweepDeadRatio=0",
                "-Xms600m",
                "-Xmx600m",
                "-Xmn300m",
                "-XX:TLABSize=64k",
                "-XX:-ResizeTLAB",
                "-Dcortado.vector=off",
                "-classpath",
                Stream.of(Measured.class, Scaling.class, Trainer.class)
                    .map(MemoryNeedTest::home)
                    .collect(Collectors.joining(File.pathSeparator)),
                Measured.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    var found = lines.map(line -> Stream.of(line.split(" ")).map(Long::valueOf).toList()).toList();

    assertThat(process.waitFor()).isZero();
    assertThat(found).hasSameSizeAs(EXERCISES);
    for (int i = 0; i < found.size(); i++) {
      var need = new MemoryNeed(EXERCISES.get(i));
      assertThat(need.inUse()).isGreaterThan(8 * BESIDE);
      assertThat(found.get(i).get(0))
          .as("in use, %s", need)
          .isCloseTo(need.inUse(), within(BESIDE));
      // The first step leaves small objects too, the more the deeper the network.
      assertThat(found.get(i).get(1))
          .as("peak, %s", need)
          .isBetween(need.peak() - BESIDE, need.peak() + BESIDE + need.peak() / 8);
      assertThat(found.get(i).get(2)).as("collections").isZero();
    }
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the process does. */
  static final class Measured {

    private Measured() {}

    public static void main(String[] arguments) {
      for (var exercise : EXERCISES) {
        MemoryUse.of(exercise); // loads what is to be loaded
        var use = MemoryUse.of(exercise);
        System.out.println(
            LongStream.of(use.inUse(), use.peak(), use.collections())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
      }
    }
  }

  @Test
  void dataAreFourBytesANumber() {
    var exercise = exercise(new Mlp(7, 4, 1, 3), 10, 1_000);

    assertThat(new MemoryNeed(exercise).data()).isEqualTo(4 * 10 * 1_000);
  }

  @Test
  void aShortLastBatchHasAStepOfItsOwn() {
    var even = Exercise.usual().rows(16_384);
    var odd = Exercise.usual().rows(16_385);

    assertThat(even.rest()).isZero();
    assertThat(odd.rest()).isEqualTo(1);
    assertThat(new MemoryNeed(odd).inUse() - new MemoryNeed(even).inUse())
        .isGreaterThan(4L * even.network().parameters());
  }
}
