package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @Test
  void nothingAskedForGivesHelp() {
    assertThat(CommandRun.run()).isEqualTo(CommandRun.run("--help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryCommand(String option) {
    var help = CommandRun.run(option);
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("  demo ", "  digest ", "  doctor ", "usage: cortado <command>");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void helpFitsOnEightyColumns() {
    assertThat(CommandRun.run("--help").out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void debugAddsWhereAnErrorArose() {
    assertThat(CommandRun.run("dmeo", "--debug").err().lines())
        .startsWith("error[USAGE]: unknown command dmeo; did you mean demo?")
        .anyMatch(line -> line.startsWith("\tat dev.cortado.cli.LineParser."));
  }

  @Test
  void aCommandExplainsItselfInsteadOfRunning() {
    assertThat(CommandRun.run("digest", "--help"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                usage: cortado digest [options]

                Computes one hash that is the same on every machine.

                  --verbose         also print kernels, threads and the hash of each part
                """,
                ""));
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(CommandRun.run("--version").out()).matches("cortado [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dmeo              | unknown command dmeo; did you mean demo?
          Digest            | unknown command Digest; did you mean digest?
          docter            | unknown command docter; did you mean doctor?
          serve             | unknown command serve; known are train, evaluate, predict, describe, sweep, rate, inspect, demo, digest, doctor
          --verison         | unknown option --verison; did you mean --version?
          --version now     | --version takes no argument, found now
          demo --fast       | demo: unknown option --fast; cortado demo --help lists them
          digest --vrebose  | digest: unknown option --vrebose; did you mean --verbose?
          digest verbose    | digest takes no argument, found verbose
          digest --verbose --verbose | digest: --verbose is given twice
          digest --vrebose=yes       | digest: unknown option --vrebose; did you mean --verbose?
          digest -v         | digest: unknown option -v; cortado digest --help lists them
          digest @list      | digest takes no argument, found @list
          """)
  void badUsageIsOneLineAndCode2(String line, String message) {
    assertThat(CommandRun.run(line.split(" ")))
        .isEqualTo(new CommandRun(2, "", "error[USAGE]: " + message + "\n"));
  }

  @Test
  void closedOutputEndsACommandQuietly() {
    var err = new ByteArrayOutputStream();
    var out = StandardOutput.over(new Closed(), UTF_8);
    assertThat(Main.run(List.of("demo"), out, new PrintStream(err, true, UTF_8))).isEqualTo(141);
    assertThat(err.size()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a device that is always full")
  void outputToAFullDiskSaysSo() throws IOException {
    try (var full = new FileOutputStream("/dev/full")) {
      assertThat(written(new BufferedOutputStream(full)))
          .isEqualTo(
              new CommandRun(5, "", "error[DISK]: standard output: No space left on device\n"));
    }
  }

  @Test
  void outputThatFailsOtherwiseSaysSo() {
    var torn =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    assertThat(written(torn))
        .isEqualTo(new CommandRun(5, "", "error[FILE]: standard output: Input/output error\n"));
  }

  /** What the demo says of a stream that it cannot write to. */
  private static CommandRun written(OutputStream stream) {
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of("demo"), StandardOutput.over(stream, UTF_8), new PrintStream(err, true, UTF_8));
    return new CommandRun(code, "", err.toString(UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void aSystemPropertyThatMeansNothingIsBadUsage(@TempDir Path folder) throws Exception {
    var done = CommandRun.fork("-Dcortado.threads=many", "digest", folder);
    assertThat(done)
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "error[USAGE]: cortado.threads: 'many', expected a whole number from 1 to 999\n"));
  }
}
