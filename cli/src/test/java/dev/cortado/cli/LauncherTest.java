package dev.cortado.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code cortado} in a project folder of its own, with a JDK that prints its arguments
 * and a Maven that makes empty jars.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a script for sh")
class LauncherTest {

  private static final String BUILDING =
      "cortado: building (a minute or so if it is the first time)\n";

  @TempDir Path folder;
  private Path home;
  private Path jdk;

  @BeforeEach
  void makeProject() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    jdk = folder.resolve("jdk");
    fill(home);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"");
    script(jdk.resolve("bin/javac"), "");
  }

  private static void fill(Path home) throws IOException {
    Files.copy(Path.of("..", "cortado"), home.resolve("cortado"));
    Files.createFile(home.resolve("pom.xml"));
    for (var module : List.of("core", "vector", "formats", "tables", "cli")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
    }
    script(
        home.resolve("mvnw"),
        "cd \"$(dirname \"$0\")/cli\" && mkdir -p target/libraries",
        "touch target/libraries/cortado-core.jar target/cortado-cli-1.jar");
  }

  @Test
  void buildsOnceThenRunsTheJar() throws Exception {
    var first = run("demo", "two words");
    assertThat(first.err()).isEqualTo(BUILDING);
    assertThat(first.out())
        .endsWith(
            "-jar\n"
                + home.toRealPath()
                + "/cli/target/cortado/cortado-cli.jar\ndemo\ntwo words\n");
    assertThat(run("demo", "two words")).isEqualTo(new CommandRun(0, first.out(), ""));
    assertThat(home.resolve("cli/target/cortado.lock")).doesNotExist();
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    run("demo");
    Files.setLastModifiedTime(
        home.resolve("core/pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run("demo").err()).isEqualTo(BUILDING);
  }

  @Test
  void aFolderWhereNothingCanBeCreatedIsAnErrorWithThePlace() throws Exception {
    Files.createFile(home.resolve("cli/target"));
    var done = run("demo");
    assertThat(done.code()).isEqualTo(5);
    assertThat(done.err())
        .startsWith("cortado: cannot build in " + home.toRealPath() + "/cli/target: ln: ")
        .hasLineCount(1);
  }

  @Test
  void aFolderWithoutPermissionToWriteIsAnErrorWithThePlace() throws Exception {
    var target =
        Files.createDirectory(home.resolve("cli/target"), asFileAttribute(fromString("r-xr-xr-x")));
    assumeFalse(Files.isWritable(target), "this user may write everywhere");
    var done = run("demo");
    assertThat(done.code()).isEqualTo(5);
    assertThat(done.err())
        .startsWith("cortado: cannot build in " + home.toRealPath() + "/cli/target: ln: ")
        .hasLineCount(1);
  }

  @Test
  void anEmptyPathFindsTheSystemsTools() throws Exception {
    var process = start(builder("demo"), "PATH", "");
    assertThat(end(process).err()).isEqualTo(BUILDING);
  }

  @Test
  void aColonInTheFoldersNameIsAnErrorThatSaysSo() throws Exception {
    home = Files.createDirectory(folder.resolve("a:b"));
    fill(home);
    assertThat(run("demo"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "cortado: a class path of java cannot hold a folder with a colon in its name;"
                    + " rename or move "
                    + home.toRealPath()
                    + "\n"));
  }

  @Test
  void aBuildByAnotherProcessIsWaitedForAndSaidOnce() throws Exception {
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.createDirectories(home.resolve("cli/target"));
      var lock = home.resolve("cli/target/cortado.lock");
      Files.createSymbolicLink(lock, Path.of(Long.toString(other.pid())));
      var process = start(builder("demo"), "PATH", System.getenv("PATH"));
      while (process.isAlive() && Files.size(folder.resolve("err.txt")) == 0) {
        Thread.sleep(50);
      }
      // Longer than the script sleeps between two looks at the lock.
      assertThat(process.waitFor(2500, TimeUnit.MILLISECONDS)).isFalse();
      other.destroyForcibly().waitFor();
      assertThat(end(process).err())
          .isEqualTo(
              "cortado: waiting for a build by process "
                  + other.pid()
                  + " ("
                  + home.toRealPath()
                  + "/cli/target/cortado.lock)\n"
                  + BUILDING);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aBuildOfAnotherUserIsWaitedFor() throws Exception {
    var first = ProcessHandle.of(1);
    assumeTrue(first.isPresent(), "no process 1");
    assumeFalse(System.getProperty("user.name").equals("root"), "root owns process 1");
    Files.createDirectories(home.resolve("cli/target"));
    var lock = Files.createSymbolicLink(home.resolve("cli/target/cortado.lock"), Path.of("1"));
    var process = start(builder("demo"), "PATH", System.getenv("PATH"));
    assertThat(process.waitFor(2500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(Files.isSymbolicLink(lock)).isTrue();
    Files.delete(lock);
    assertThat(end(process).err()).startsWith("cortado: waiting for a build by process 1 (");
  }

  @Test
  void aBuildThatFailsShowsItsLog() throws Exception {
    script(home.resolve("mvnw"), "echo something is wrong; exit 1");
    assertThat(run("demo"))
        .isEqualTo(
            new CommandRun(1, "", BUILDING + "something is wrong\ncortado: the build failed\n"));
  }

  @Test
  void commandsRunOnSimdWithoutAWarning() throws Exception {
    useThisJdk();
    var doctor = run("doctor");
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out()).containsPattern("\nkernels {7}vector, [0-9]+ bits\n");
  }

  @Test
  void errorsOfTheJvmStayVisible() throws Exception {
    useThisJdk();
    var builder = builder("doctor");
    builder.environment().put("CORTADO_JAVA_OPTS", "-XX:NoSuchOption=1");
    var done = end(start(builder, "PATH", System.getenv("PATH")));
    assertThat(done.code()).isEqualTo(1);
    assertThat(done.err()).contains("Unrecognized VM option 'NoSuchOption=1'");
  }

  /**
   * As after a build, with the manifest of the real jar; its class path is the one of this test.
   */
  private void useThisJdk() throws IOException, InterruptedException {
    jdk = Path.of(System.getProperty("java.home"));
    run("--version");
    var built = Files.createDirectories(home.resolve("cli/target/cortado"));
    Manifest manifest;
    try (var file = new FileInputStream("src/main/manifest/MANIFEST.MF")) {
      manifest = new Manifest(file);
    }
    var classes = System.getProperty("java.class.path").split(File.pathSeparator);
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            List.of(classes).stream()
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    try (var file = Files.newOutputStream(built.resolve("cortado-cli.jar"))) {
      new JarOutputStream(file, manifest).close();
    }
  }

  private CommandRun run(String... arguments) throws IOException, InterruptedException {
    return end(start(builder(arguments), "PATH", System.getenv("PATH")));
  }

  private ProcessBuilder builder(String... arguments) {
    var builder = new ProcessBuilder("/bin/sh", home.resolve("cortado").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().remove("CORTADO_JAVA_OPTS");
    return builder
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile());
  }

  private static Process start(ProcessBuilder builder, String name, String value)
      throws IOException {
    builder.environment().put(name, value);
    return builder.start();
  }

  private CommandRun end(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new CommandRun(
        process.exitValue(),
        Files.readString(folder.resolve("out.txt"), UTF_8),
        Files.readString(folder.resolve("err.txt"), UTF_8));
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, asFileAttribute(fromString("rwxr-xr-x")));
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
  }
}
