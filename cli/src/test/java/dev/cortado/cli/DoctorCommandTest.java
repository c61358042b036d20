package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @Test
  void saysWhatIsHereAndWhichKernelsRun() {
    var doctor = CommandRun.run("doctor");
    assertThat(doctor.code()).isZero();
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out())
        .contains("\nJDK           " + System.getProperty("java.runtime.version"))
        .contains("numerics contract version 1\n", "\nmemory        heap up to ", "threads in use")
        .containsPattern("\nkernels {7}(vector, [0-9]+ bits|scalar)\n")
        .contains("\nwhy           found dev.cortado.vector.VectorKernelProvider\n")
        .doesNotContain("faster");
  }

  @Test
  void namesTheRepairForEveryReasonWhyKernelsAreSlow() {
    assertThat(DoctorCommand.repairs("auto", true, true)).isEmpty();
    assertThat(DoctorCommand.repairs("off", false, false))
        .satisfiesExactly(
            option -> assertThat(option).isEqualTo("start without -Dcortado.vector=off"),
            module ->
                assertThat(module).isEqualTo("start java with --add-modules jdk.incubator.vector"),
            jar -> assertThat(jar).matches("put cortado-vector-.*\\.jar on the class path"));
  }

  @Test
  void withoutTheVectorModuleItNamesTheOption(@TempDir Path folder) throws Exception {
    var doctor = CommandRun.fork("-Xmx512m", "doctor", folder);
    assertThat(doctor.code()).isZero();
    assertThat(doctor.err()).contains("vector kernels off: add --add-modules jdk.incubator.vector");
    assertThat(doctor.out())
        .contains("heap up to 0.5 GiB")
        .endsWith(
            """
            kernels       scalar
            why           vector kernels off: add --add-modules jdk.incubator.vector
            faster        start java with --add-modules jdk.incubator.vector
            """);
  }

  @Test
  void theProcessorsNameIsReadWhereLinuxKnowsIt(@TempDir Path folder) throws Exception {
    var file = folder.resolve("cpuinfo");
    assertThat(DoctorCommand.processor(file)).isEqualTo(System.getProperty("os.arch"));
    Files.writeString(file, "processor\t: 0\n");
    assertThat(DoctorCommand.processor(file)).isEqualTo(System.getProperty("os.arch"));
    Files.writeString(file, "processor\t: 0\nmodel name\t: A: B 9000\n");
    assertThat(DoctorCommand.processor(file)).isEqualTo("A: B 9000");
  }
}
