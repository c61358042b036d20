package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TablesTest {

  @TempDir Path folder;

  record Passenger(String name, int age) {}

  @Test
  void recordsHaveTheirComponentsAsColumns() {
    var table = Tables.ofRecords(Passenger.class, List.of(new Passenger("Ann", 39)));
    assertThat(table.columns()).containsExactly("name", "age");
    assertThat(Rows.of(table)).containsExactly(List.of("Ann", 39));
  }

  @Test
  void arraysAndListsAreTables() {
    assertThat(Rows.of(Tables.of(List.of("a", "b"), new double[][] {{1, 2}})))
        .containsExactly(List.of(1.0, 2.0));
    assertThat(Rows.of(Tables.of(List.of("a", "b"), new float[][] {{1, 2}})))
        .containsExactly(List.of(1f, 2f));
    assertThat(Rows.of(Tables.of(List.of("a", "b"), List.of(List.of("x", 2)))))
        .containsExactly(List.of("x", 2));
  }

  @Test
  void idxFilesAreImagesAndLabels() throws IOException {
    var images =
        Files.write(
            folder.resolve("images-idx3-ubyte"),
            new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, -1, 8});
    var labels =
        Files.write(folder.resolve("labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 5});
    var table = Tables.read(images.toString(), labels.toString());
    assertThat(table.columns()).containsExactly("pixel_0_0", "pixel_0_1", "label");
    assertThat(Rows.of(table)).containsExactly(List.of(255, 8, 5));
    assertThat(Tables.read(images).columns()).containsExactly("pixel_0_0", "pixel_0_1");
  }

  @Test
  void noFileIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Tables.read());
  }
}
