package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, which says what it computes with. */
final class Jvm {

  private Jvm() {}

  /** The lines on both of its outputs, without the JVM's about incubating modules. */
  static List<String> said(String... options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(line -> !line.contains("incubator modules")).toList();
  }

  /**
   * Loads the library that {@code program.loads} names, if any, then says what it computes with.
   */
  static final class Program {

    private Program() {}

    @SuppressWarnings("restricted")
    public static void main(String[] args) {
      var own = System.getProperty("program.loads");
      if (own != null) {
        System.load(own);
      }
      try {
        System.out.println(Compute.standard().kernels().name());
        System.out.println(Compute.standard().reason());
      } catch (ExceptionInInitializerError e) {
        System.out.println(e.getCause().getMessage());
      }
    }
  }
}
