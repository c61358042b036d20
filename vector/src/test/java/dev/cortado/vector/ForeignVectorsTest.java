package dev.cortado.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.tensor.kernel.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/**
 * Sums of products stay in registers although other code in the process stores vectors of another
 * length. The compiler then goes by a profile that all code shares, and has kept sums in memory, an
 * object for each multiply-add, for as long as a process lived. That came to few processes; where
 * tiles are compiled after a few calls, it came to nearly every one.
 */
class ForeignVectorsTest {

  private static final int[][] SIZES = {{64, 48, 64}, {64, 32, 64}, {64, 16, 64}, {64, 64, 64}};

  private static final VectorSpecies<Float> OTHER =
      Tiling.LANES == 4 ? FloatVector.SPECIES_64 : FloatVector.SPECIES_128;

  /** Compilation after so much of the calls that the JVM waits for. */
  private static final double EARLY = 0.03;

  /**
   * The bytes for each number of the result that may be left to the garbage collector: not even an
   * object for each vector that is stored takes more, one for each step takes 20 times as many.
   */
  private static final long LIMIT = 16;

  /** Stands for "until the compiler has done with them", in rounds of all sizes. */
  private static final int ROUNDS = 20_000;

  @Test
  void sumsStayInRegisters() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:"))
        .forEach(command::add);
    command.add("-XX:CompileCommand=quiet");
    for (var tiles : List.of(EightRows.class, FourRows.class)) {
      command.add("-XX:CompileCommand=CompileThresholdScaling," + tiles.getName() + "::*," + EARLY);
    }
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(ForeignVectorsTest.class.getName());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var lines = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(lines).isZero();
    assertThat(lines).hasLineCount(SIZES.length);
    for (var line : lines.lines().toList()) {
      var parts = line.split(": ");
      assertThat(Long.parseLong(parts[2])).as(line).isLessThan(LIMIT * Long.parseLong(parts[1]));
    }
  }

  /** Prints for each product its size, the numbers of the result and the bytes allocated. */
  public static void main(String[] args) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var matmul = new SimdMatmul();
    var alone = Workers.of(1);
    float[] x = new float[64 * 64];
    float[] y = new float[64 * 64];
    long[] allocated = new long[SIZES.length];
    for (int i = 0; i < 3_000; i++) {
      store(x);
    }
    for (int round = 0; round < ROUNDS; round++) {
      store(x);
      for (int i = 0; i < SIZES.length; i++) {
        int[] size = SIZES[i];
        long before = threads.getCurrentThreadAllocatedBytes();
        matmul.multiply(x, 0, false, x, 0, false, y, 0, size[0], size[1], size[2], alone);
        allocated[i] = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    for (int i = 0; i < SIZES.length; i++) {
      int[] size = SIZES[i];
      int numbers = size[0] * size[1];
      System.out.printf("%d x %d x %d: %d: %d%n", size[0], size[1], size[2], numbers, allocated[i]);
    }
  }

  private static void store(float[] x) {
    for (int i = 0; i < x.length; i += OTHER.length()) {
      FloatVector.fromArray(OTHER, x, i).mul(0.5f).intoArray(x, i);
    }
  }
}
