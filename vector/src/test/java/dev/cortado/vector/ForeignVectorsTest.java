package dev.cortado.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.UnaryFunction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import org.junit.jupiter.api.Test;

/**
 * SIMD loops allocate nothing once they are compiled, whatever else works on vectors in the
 * process, and although most of the calls before they are compiled are idle ones. The rules for
 * this are in {@link Tiling}. A loop that breaks one leaves an object for each vector for as long
 * as the process lives.
 */
class ForeignVectorsTest {

  /** Less than two vectors as objects; each run of a loop works on more than 16. */
  private static final long LIMIT_BYTES = 64 + 8L * Tiling.LANES;

  /** Rounds in a row below the limit after which a loop is taken for compiled. */
  private static final int CALM_ROUNDS = 50;

  /** Stands for "until the compiler is through with it". */
  private static final long MOST_NANOS = 10_000_000_000L;

  @Test
  void noLoopAllocatesWhereNothingIsKnownOfVectors() throws IOException, InterruptedException {
    assertNoLoopAllocates("alone");
  }

  @Test
  void noLoopAllocatesBesideVectorsOfOtherLengths() throws IOException, InterruptedException {
    assertNoLoopAllocates("foreign");
  }

  private static void assertNoLoopAllocates(String company)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(ForeignVectorsTest.class.getName(), company));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var lines = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(lines).isZero();
    assertThat(lines.lines()).hasSameSizeAs(races().keySet());
    assertThat(lines.lines())
        .allSatisfy(line ->
            assertThat(Long.parseLong(line.split(": ")[1])).as(line).isLessThan(LIMIT_BYTES));
  }

  /** Prints the bytes that a run of each loop allocates. */
  public static void main(String[] args) {
    if (args[0].equals("foreign")) {
      for (int i = 0; i < 3_000; i++) {
        for (var shape : VectorShape.values()) {
          if (shape.vectorBitSize() != VectorShape.preferredShape().vectorBitSize()) {
            useFloats(shape);
            useIntegers(shape);
            useDoubles(shape);
            useLongs(shape);
          }
        }
      }
    }
    races().forEach((name, race) -> System.out.println(name + ": " + allocated(race)));
  }

  /** Bytes of a run after so many rounds as the warm-up makes. */
  private static long allocated(Race race) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + MOST_NANOS;
    long bytes = 0;
    for (int calm = 0; calm < CALM_ROUNDS && System.nanoTime() < end; ) {
      race.isFast();
      long before = threads.getCurrentThreadAllocatedBytes();
      race.work().run();
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
      calm = bytes < LIMIT_BYTES ? calm + 1 : 0;
    }
    return bytes;
  }

  private static SequencedMap<String, Race> races() {
    var warmUp = WarmUp.inBackground();
    var loops = new HotLoops(warmUp, VectorKernels.evenForShortRuns());
    var matmul = new VectorMatmul(warmUp);
    var races = new LinkedHashMap<String, Race>();
    for (var f : UnaryFunction.values()) {
      put(races, f.name(), loops.map(f));
    }
    for (var f : BinaryFunction.values()) {
      put(races, f.name(), loops.combine(f));
    }
    for (var f : RowFormula.values()) {
      put(races, f.name(), loops.formula(f));
    }
    put(races, "sum", loops.sum);
    put(races, "max", loops.max);
    put(races, "isFinite", loops.isFinite);
    put(races, "mask", loops.mask);
    put(races, "choose", loops.choose);
    put(races, "addRows", loops.addRows);
    put(races, "raiseByRows", loops.raiseByRows);
    put(races, "addProducts", loops.addProducts);
    put(races, "addSquares", loops.addSquares);
    put(races, "addMoments", loops.addMoments);
    put(races, "rowSums", loops.rowSums);
    put(races, "direct products", matmul.direct());
    put(races, "tiled products", matmul.tiled());
    return races;
  }

  private static void put(SequencedMap<String, Race> races, String name, HotLoop loop) {
    for (int i = 0; i < loop.races().size(); i++) {
      races.put(name + " " + i, loop.races().get(i));
    }
  }

  private static void useFloats(VectorShape shape) {
    float[] x = new float[64];
    var species = shape.withLanes(float.class);
    var mask = species.indexInRange(0, 1);
    var v = FloatVector.fromArray(species, x, 0);
    v.add(v).sub(v).mul(v).div(v).fma(v, v).max(v).min(v).intoArray(x, 0);
    v.neg().abs().max(0).mul(0).add(0).lanewise(VectorOperators.ADD, v).intoArray(x, 0, mask);
    v.blend(v, v.compare(VectorOperators.GT, 0)).blend(0, v.compare(VectorOperators.LT, v));
    v.rearrange(VectorShuffle.iota(species, 0, 1, true));
    v.test(VectorOperators.IS_NAN).anyTrue();
    v.reinterpretAsInts().reinterpretAsFloats().withLane(0, v.lane(0));
    v.convertShape(VectorOperators.F2D, species.withLanes(double.class), 0);
  }

  private static void useIntegers(VectorShape shape) {
    int[] x = new int[64];
    var v = IntVector.fromArray(shape.withLanes(int.class), x, 0);
    v.add(v).sub(v).mul(v).max(v).min(v).and(v).or(v).intoArray(x, 0);
    v.lanewise(VectorOperators.XOR, v).lanewise(VectorOperators.ASHR, 1);
    v.reduceLanes(VectorOperators.MAX);
  }

  private static void useDoubles(VectorShape shape) {
    double[] x = new double[64];
    var species = shape.withLanes(double.class);
    var v = DoubleVector.fromArray(species, x, 0);
    v.add(v).sub(v).mul(v).div(v).fma(v, v).max(v).min(v).intoArray(x, 0);
    v.neg().abs().mul(0.5).add(0).lanewise(VectorOperators.ADD, v);
    v.blend(v, v.compare(VectorOperators.GT, 0)).blend(0, v.compare(VectorOperators.LT, v));
    v.reinterpretAsLongs().reinterpretAsDoubles();
    v.convertShape(VectorOperators.D2F, species.withLanes(float.class), 0);
  }

  private static void useLongs(VectorShape shape) {
    long[] x = new long[64];
    var species = shape.withLanes(long.class);
    var v = LongVector.fromArray(species, x, 0);
    v.add(v).sub(v).mul(v).and(v).or(v).add(1).sub(1).and(1).mul(1).or(1).intoArray(x, 0);
    v.lanewise(VectorOperators.XOR, v).lanewise(VectorOperators.ASHR, 1).addIndex(1);
    v.rearrange(VectorShuffle.iota(species, 0, 1, true), v).reinterpretAsFloats();
  }
}
