package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process chooses, each in a process of its own. */
class ComputeTest {

  private static final String OFF =
      "native BLAS off: the cortado-blas jar is not on the class path";

  @Test
  void nobodyLooksForNativeProductsUnlessAsked() throws Exception {
    assertThat(said("-Dcortado.vector=off")).containsExactly("scalar", "cortado.vector=off");
    assertThat(said("-Dcortado.vector=off", "-Dcortado.blas=OFF"))
        .containsExactly("scalar", "cortado.vector=off");
  }

  @Test
  void nativeProductsThatCannotBeHadAreOneWarning() throws Exception {
    var said = said("-Dcortado.vector=off", "-Dcortado.blas=auto");
    assertThat(said).filteredOn(line -> line.endsWith("WARNING: " + OFF)).hasSize(1);
    assertThat(said).endsWith("scalar", "cortado.vector=off; " + OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "/no/such/library.so"})
  void nativeProductsThatWereRequiredAndCannotBeHadAreAnError(String wish) throws Exception {
    var path = wish.startsWith("/") ? Path.of(wish).toAbsolutePath().toString() : wish;
    assertThat(said("-Dcortado.vector=off", "-Dcortado.blas=" + path))
        .containsExactly("java.lang.IllegalStateException: cortado.blas=" + path + ", but " + OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "libopenblas.so.0", "../libopenblas.so.0", ""})
  void anyOtherWishForNativeProductsIsAnError(String wish) throws Exception {
    assertThat(said("-Dcortado.vector=off", "-Dcortado.blas=" + wish))
        .containsExactly(
            "java.lang.IllegalArgumentException: cortado.blas: '"
                + wish
                + "', expected off, auto, require or the absolute path of a library");
  }

  private static List<String> said(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choice.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  /** A program that says what it computes with. */
  static final class Choice {

    private Choice() {}

    public static void main(String[] args) {
      try {
        System.out.println(Compute.standard().kernels().name());
        System.out.println(Compute.standard().reason());
      } catch (ExceptionInInitializerError e) {
        System.out.println(e.getCause());
      }
    }
  }
}
