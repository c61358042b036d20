package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.kernel.KernelProvider;
import dev.cortado.tensor.kernel.KernelProvider.Offer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  void saysWhichOptionIsMissing() throws IOException, InterruptedException, URISyntaxException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes =
        String.join(
            File.pathSeparator,
            home(KernelProvider.class),
            home(VectorKernelProvider.class),
            home(WithoutTheModule.class));
    var process =
        new ProcessBuilder(java.toString(), "-cp", classes, WithoutTheModule.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.strip())
        .isEqualTo("vector kernels off: add --add-modules jdk.incubator.vector");
  }

  private static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** A program in a JVM that was started without the Vector API. */
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
