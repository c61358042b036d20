package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cortado.cli.digest.Digest;
import dev.cortado.tensor.kernel.Compute;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The proof that nothing about a JVM changes a bit: each setting gets a JVM of its own, which
 * computes the digest. Most take one to five seconds on two busy processors; up to half a minute
 * where the JVM interprets ({@code -Xint}) or has no hardware for fused multiply-add ({@code
 * -XX:-UseFMA}, {@code -XX:UseAVX=0}) and goes through {@code BigDecimal}.
 */
@Execution(ExecutionMode.CONCURRENT)
class SettingsTest {

  private static final String VECTOR = "--add-modules jdk.incubator.vector ";
  private static final Pattern BITS = Pattern.compile("vector, (\\d+) bits");

  private static final String EQUAL = "\n" + Digest.VERSION_1 + "\nequal to the digest";

  /** A setting that limits the SIMD width, and to how many bits; this machine may have less. */
  @ParameterizedTest
  @CsvSource({
    "-XX:UseAVX=0, 128",
    "-XX:UseAVX=1, 128",
    "-XX:UseAVX=2, 256",
    "-XX:UseAVX=3, 512",
    "-XX:MaxVectorSize=16, 128",
    "-XX:MaxVectorSize=32, 256",
    "-XX:MaxVectorSize=64, 512"
  })
  void everyWidthOfSimdGivesTheSameBits(String option, int bits, @TempDir Path folder)
      throws Exception {
    assumeTrue(bits <= widthHere(), "this machine's SIMD is narrower");
    assertThat(digest(VECTOR + option, folder))
        .contains(EQUAL)
        .contains("kernels      vector, " + bits + " bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dcortado.vector=require",
        "-XX:-UseFMA",
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-XX:-TieredCompilation",
        "-XX:+UseSerialGC -Dcortado.threads=1",
        "-XX:+UseParallelGC -Dcortado.threads=3",
        "-XX:+UseG1GC -Dcortado.threads=4",
        "-XX:+UseZGC -Dcortado.threads=8",
      })
  void vectorKernelsGiveTheSameBitsUnderEveryCompilerAndCollector(
      String options, @TempDir Path folder) throws Exception {
    assertThat(digest(VECTOR + options, folder)).contains(EQUAL).contains("kernels      vector, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dcortado.vector=auto",
        "--add-modules jdk.incubator.vector -Dcortado.vector=off",
        "-XX:-UseFMA",
        "-XX:-UseSuperWord",
        "-XX:UseAVX=1",
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-XX:-TieredCompilation",
        "-XX:+UseSerialGC -Dcortado.threads=1",
        "-XX:+UseParallelGC -Dcortado.threads=3",
        "-XX:+UseG1GC -Dcortado.threads=4",
        "-XX:+UseZGC -Dcortado.threads=8",
      })
  void scalarKernelsGiveTheSameBitsUnderEveryCompilerAndCollector(
      String options, @TempDir Path folder) throws Exception {
    assertThat(digest(options, folder)).contains(EQUAL).contains("kernels      scalar");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyNumberOfThreadsGivesTheSameBits(int threads, @TempDir Path folder) throws Exception {
    assertThat(digest(VECTOR + "-Dcortado.threads=" + threads, folder))
        .contains(EQUAL)
        .contains("threads      " + threads);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-9",
        "-Duser.language=de -Duser.country=DE -Dfile.encoding=UTF-8",
        "-Duser.language=ar -Duser.country=EG -Dstdout.encoding=UTF-8",
        "-Duser.language=hi -Duser.country=IN -Dfile.encoding=COMPAT",
      })
  void noLanguageChangesTheOutput(String options, @TempDir Path folder) throws Exception {
    assertThat(output(VECTOR + "-XX:TieredStopAtLevel=1 " + options, "digest", folder))
        .isEqualTo(output(VECTOR + "-XX:TieredStopAtLevel=1", "digest", folder));
    assertThat(output(VECTOR + "-XX:TieredStopAtLevel=1 " + options, "demo", folder))
        .isEqualTo(CommandRun.run("demo").out());
  }

  /** What {@code cortado digest --verbose} writes. */
  private static String digest(String options, Path folder) throws Exception {
    return output(options, "digest --verbose", folder);
  }

  private static String output(String options, String arguments, Path folder) throws Exception {
    var done = CommandRun.fork(options, arguments, folder);
    assertThat(done.code()).as(done.err()).isZero();
    return done.out();
  }

  private static int widthHere() {
    var name = BITS.matcher(Compute.standard().kernels().name());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }
}
