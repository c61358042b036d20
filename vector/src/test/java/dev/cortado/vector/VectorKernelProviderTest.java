package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.KernelProvider;
import dev.cortado.tensor.kernel.KernelProvider.Offer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class VectorKernelProviderTest {

  @Test
  void isFoundAndOffersVectorKernels() {
    assertThat(ServiceLoader.load(KernelProvider.class))
        .singleElement()
        .extracting(KernelProvider::offer)
        .isInstanceOfSatisfying(
            Offer.Available.class,
            offer -> assertThat(offer.kernels()).isInstanceOf(VectorKernels.class));
  }

  @Test
  void saysWhichOptionIsMissing() throws Exception {
    assertThat(offered()).isEqualTo("vector kernels off: add --add-modules jdk.incubator.vector\n");
  }

  @Test
  void loadsTheModuleWithoutAWarningIfJavaBaseExportsTheFunctionForIt() throws Exception {
    assertThat(offered("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"))
        .matches("vector, [0-9]+ bits\n");
  }

  /** The whole output of {@link WithoutTheModule} in a JVM of its own with some options. */
  private static String offered(String... options)
      throws IOException, InterruptedException, URISyntaxException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            home(KernelProvider.class),
            home(VectorKernelProvider.class),
            home(WithoutTheModule.class)));
    command.add(WithoutTheModule.class.getName());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.replace(System.lineSeparator(), "\n");
  }

  private static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Prints what is offered, in a JVM started without {@code --add-modules}. */
  static final class WithoutTheModule {

    private WithoutTheModule() {}

    public static void main(String[] args) {
      for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
        switch (provider.offer()) {
          case Offer.Available(var kernels) -> System.out.println(kernels.name());
          case Offer.Unavailable(var reason) -> System.out.println(reason);
        }
      }
    }
  }
}
