package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.cli.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCommandTest {

  @Test
  void saysThatTheContractIsKept() {
    assertThat(CommandRun.run("digest"))
        .isEqualTo(
            new CommandRun(
                0,
                Digest.VERSION_1 + "\nequal to the digest of numerics contract version 1\n",
                ""));
  }

  @Test
  void verboseNamesTheKernelsAndEveryPart() {
    var lines = CommandRun.run("digest", "--verbose").out().lines().toList();
    assertThat(lines.getFirst()).startsWith("kernels      ");
    assertThat(lines.get(1)).matches("threads {6}[0-9]+");
    assertThat(lines.subList(2, 11))
        .allMatch(line -> line.matches("[a-z]+ +[0-9a-f]{64}"))
        .doesNotHaveDuplicates();
    assertThat(lines.get(11)).isEqualTo(Digest.VERSION_1);
  }

  @Test
  void aDifferentDigestFailsAndShowsTheRightOneAndTheKernels() {
    var out = new ByteArrayOutputStream();
    var exit =
        DigestCommand.verdict(
            new Digest("0".repeat(64), List.of()),
            "scalar; products by libblas.so.3, outside the same-bits contract",
            new PrintStream(out, true, UTF_8));
    assertThat(exit).isEqualTo(Exit.FAILED);
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "NOT the digest of numerics contract version 1, which is",
            Digest.VERSION_1,
            "this one was computed by scalar; products by libblas.so.3, outside the same-bits"
                + " contract");
  }

  @Test
  void aLibraryForProductsThatIsNotThereIsAnErrorOfOneLine(@TempDir Path folder) throws Exception {
    assertThat(CommandRun.fork("-Dcortado.vector=off -Dcortado.blas=require", "digest", folder))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "error[USAGE]: cortado.blas=require, but native BLAS off:"
                    + " the cortado-blas jar is not on the class path\n"));
  }
}
