package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cortado.tensor.kernel.KernelProvider.Offer;
import dev.cortado.tensor.kernel.ProductProvider;
import dev.cortado.tensor.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlasProviderTest {

  private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final String SCALAR = "-Dcortado.vector=off";

  @Test
  void isFoundByItsService() {
    assertThat(ServiceLoader.load(ProductProvider.class))
        .singleElement()
        .isInstanceOf(BlasProvider.class);
  }

  @Test
  void isOffByDefault() throws Exception {
    assertThat(Jvm.said(ACCESS, SCALAR)).containsExactly("scalar", "cortado.vector=off");
  }

  @Test
  void saysOnceThatResultsAreOutsideTheContract() throws Exception {
    var name = Found.kernels().name();
    var said = Jvm.said(ACCESS, SCALAR, "-Dcortado.blas=auto");
    assertThat(said)
        .filteredOn(line -> line.endsWith("INFO: cortado.blas=auto: " + name))
        .hasSize(1);
    assertThat(said)
        .endsWith(name, "cortado.vector=off; cortado.blas=auto, outside the same-bits contract");
  }

  @Test
  void leavesTheRestToVectorKernelsWhereTheyRun() throws Exception {
    var product = Found.kernels().name().substring("scalar".length());
    assertThat(Jvm.said(ACCESS, "--add-modules=jdk.incubator.vector", "-Dcortado.blas=require"))
        .anySatisfy(line -> assertThat(line).startsWith("vector, ").endsWith(product));
  }

  @Test
  void takesTheLibraryThatTheProgramHasLoaded() throws Exception {
    var file = fileOfTheLibraryInUse();
    assertThat(Jvm.said(ACCESS, SCALAR, "-Dcortado.blas=auto", "-Dprogram.loads=" + file))
        .anySatisfy(
            line -> assertThat(line).startsWith("scalar; products by a library of the program"));
  }

  @Test
  void takesTheLibraryAtAPath() throws Exception {
    var file = fileOfTheLibraryInUse();
    assertThat(Jvm.said(ACCESS, SCALAR, "-Dcortado.blas=" + file))
        .anySatisfy(line -> assertThat(line).startsWith("scalar; products by " + file));
  }

  @Test
  void saysWhichOptionIsMissing() throws Exception {
    assertThat(Jvm.said(SCALAR, "-Dcortado.blas=require"))
        .containsExactly(
            "cortado.blas=require, but native BLAS off: add --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void saysWhatItLookedForInVain() {
    assertThat(reason(new BlasProvider(List.of("libnone.so.1", "libnone.so"))))
        .isEqualTo(
            "native BLAS off: none of libnone.so.1, libnone.so was found;"
                + " install OpenBLAS, or name a library with -Dcortado.blas=/its/path");
  }

  @Test
  void aPathWithNothingThereIsAnErrorOfOneLine(@TempDir Path folder) throws Exception {
    var path = folder.resolve("libopenblas.so");
    assertThat(Jvm.said(ACCESS, SCALAR, "-Dcortado.blas=" + path))
        .containsExactly(
            "cortado.blas=" + path + ", but native BLAS off: " + path + " is not a file");
  }

  @Test
  void aFolderIsNotALibrary(@TempDir Path folder) {
    assertThat(reason(folder)).isEqualTo("native BLAS off: " + folder + " is not a file");
  }

  @Test
  void aFileThatIsNoLibraryIsAnErrorOfOneLine(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("libtext.so"), "not a library\n".repeat(100));
    assertThat(reason(file)).isEqualTo("native BLAS off: " + file + " is not a library");
  }

  @Test
  void aLibraryThatIsCutShortIsAnErrorOfOneLine(@TempDir Path folder) throws IOException {
    var whole = Files.readAllBytes(libraryOfTheJdk());
    var file = Files.write(folder.resolve("libshort.so"), Arrays.copyOf(whole, 100));
    assertThat(reason(file))
        .startsWith("native BLAS off: " + file + " cannot be loaded: ")
        .doesNotContain("\n")
        .satisfies(told -> assertThat(told.split("libshort", -1)).hasSize(2));
  }

  @Test
  void aLibraryWithoutAProductIsAnErrorOfOneLine() {
    var library = libraryOfTheJdk();
    assertThat(reason(library)).isEqualTo("native BLAS off: " + library + " has no cblas_sgemm");
  }

  private static Path libraryOfTheJdk() {
    var library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
    assumeThat(Files.isRegularFile(library)).as("%s is there", library).isTrue();
    return library;
  }

  private static String fileOfTheLibraryInUse() throws IOException {
    Found.kernels();
    var maps = Path.of("/proc/self/maps");
    assumeThat(Files.exists(maps)).as("only Linux tells which files are loaded").isTrue();
    var files =
        Files.readAllLines(maps).stream()
            .filter(line -> line.contains("blas") && line.contains(".so"))
            .map(line -> line.substring(line.indexOf('/')))
            .toList();
    assumeThat(files).as("files of libraries with blas in their names").isNotEmpty();
    return files.getFirst();
  }

  private static String reason(BlasProvider provider) {
    return reason(provider.offer(new ScalarKernels()));
  }

  private static String reason(Path library) {
    return reason(new BlasProvider().offer(new ScalarKernels(), library));
  }

  private static String reason(Offer offer) {
    return switch (offer) {
      case Offer.Unavailable(var reason) -> reason;
      case Offer.Available(var kernels) -> "there is " + kernels.name();
    };
  }
}
