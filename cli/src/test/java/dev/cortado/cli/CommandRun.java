package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a command line gave: its exit code and what it wrote. */
record CommandRun(int code, String out, String err) {

  /** In this JVM. */
  static CommandRun run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of(arguments),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new CommandRun(code, lines(out.toString(UTF_8)), lines(err.toString(UTF_8)));
  }

  /** In a JVM of its own with options, which puts what it writes into files. */
  static CommandRun fork(String options, String arguments, Path folder)
      throws IOException, InterruptedException {
    return fork(Map.of(), options, arguments, folder);
  }

  /** The same, where some variables of the environment are different. */
  static CommandRun fork(
      Map<String, String> environment, String options, String arguments, Path folder)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions", "-Xlog:disable"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments.split(" ")));
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("in time: %s", options).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new CommandRun(
        process.exitValue(), lines(Files.readString(out)), lines(Files.readString(err)));
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
