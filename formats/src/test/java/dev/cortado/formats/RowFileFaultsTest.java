package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Toys;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What row files are refused for. */
class RowFileFaultsTest {

  private static final String CLASSES =
      "{'features':['a'],'target':{'kind':'classes','name':'c','classes':['no','yes']}}";

  @TempDir Path folder;

  /** A safetensors file of some floats. */
  static byte[] bytes(String header, float... numbers) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    var bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + Float.BYTES * numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  /** A file whose tensors are named with type and shape, such as {@code x F32 2,1}. */
  private Path file(String schema, String... tensors) throws IOException {
    var header = new StringBuilder("{\"__metadata__\":{");
    if (!schema.isEmpty()) {
      header.append("\"cortado.schema\":").append(Json.of(schema.replace('\'', '"')).text());
    }
    header.append('}');
    int begin = 0;
    for (var tensor : tensors) {
      var parts = tensor.split(" ", -1);
      int size = parts[1].equals("F32") ? 4 : 2;
      for (var dim : parts[2].split(",", -1)) {
        size *= Integer.parseInt(dim);
      }
      header
          .append(",\"%s\":{\"dtype\":\"%s\",".formatted(parts[0], parts[1]))
          .append("\"shape\":[%s],".formatted(parts[2]))
          .append("\"data_offsets\":[%d,%d]}".formatted(begin, begin + size));
      begin += size;
    }
    return Files.write(
        folder.resolve("t.rows"), bytes(header.append('}').toString(), new float[begin / 4]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x F32 4,1            | ROWS-TENSOR: t.rows: has no tensor 'y'
          y F32 4              | ROWS-TENSOR: t.rows: has no tensor 'x'
          x F32 4,1;y F32 4;w F32 4 | ROWS-TENSOR: t.rows: has a tensor 'w', expected only x and y
          x F16 4,1;y F32 4    | ROWS-TYPE: t.rows: x is F16, expected F32
          x F32 4,1;y BF16 4   | ROWS-TYPE: t.rows: y is BF16, expected F32
          x F32 4;y F32 4      | ROWS-SHAPE: t.rows: x is [4], expected rows of features [n, features]
          x F32 4,2;y F32 4    | ROWS-SHAPE: t.rows: x is [4, 2], its schema names 1 features
          x F32 4,1,1;y F32 4  | ROWS-SHAPE: t.rows: x is [4, 1, 1], its schema names 1 features
          x F32 4,1;y F32 3    | ROWS-SHAPE: t.rows: y is [3], expected [4], for x is [4, 1]
          x F32 4,1;y F32 4,1  | ROWS-SHAPE: t.rows: y is [4, 1], expected [4], for x is [4, 1]
          x I64 4,1;y F32 4    | ST-DTYPE: t.rows: tensor 'x' is I64, expected one of F32, F16, BF16
          """)
  void refusesTensorsThatAreNoRows(String tensors, String message) throws IOException {
    var file = file(CLASSES, tensors.split(";", -1));

    assertThatThrownBy(() -> RowFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      textBlock =
          """
          `` | ROWS-SCHEMA: t.rows: has no cortado.schema, which describes the columns of x and y
          {  | ROWS-JSON: t.rows: cortado.schema: byte 1
          [] | ROWS-SCHEMA: t.rows: 'cortado.schema' is [], expected an object
          {'features':['a']} | ROWS-SCHEMA: t.rows: 'cortado.schema.target' is missing
          {'features':['a'],'target':{'kind':'words'}} | ROWS-SCHEMA: t.rows: 'cortado.schema.target' is a 'words', expected numbers, labels, binary or classes
          {'features':['a'],'target':{'kind':'classes','name':'c','classes':['one']}} | ROWS-SCHEMA: t.rows: 'cortado.schema.target' is refused: target: 'c' has classes [one], expected at least 2
          """)
  void refusesASchemaThatIsNone(String schema, String message) throws IOException {
    var file = file(schema, "x F32 4,1", "y F32 4");

    assertThatThrownBy(() -> RowFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesWhatIsNoFileOrNoSafetensors() throws IOException {
    assertThatThrownBy(() -> RowFile.open(folder.resolve("none.rows")))
        .hasMessage("ST-OPEN: " + folder.resolve("none.rows") + ": does not exist");
    assertThatThrownBy(() -> RowFile.open(folder)).hasMessageContaining("is a directory");
    var csv = Files.writeString(folder.resolve("table.csv"), "a,b,c\n1,2,3\n");
    assertThatThrownBy(() -> RowFile.open(csv))
        .isInstanceOf(FormatException.class)
        .hasMessage("FORMAT: table.csv: looks like text, not a safetensors file");
  }

  @Test
  void everyFileThatWasCutOffIsRefusedWhenItIsOpened() throws IOException {
    var file = folder.resolve("t.rows");
    var data = Toys.moons(5, 0.1, Rng.of(1));
    RowFile.write(file, data.schema(), rows -> rows.add(data));
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> RowFile.open(file)).isInstanceOf(FormatException.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> RowFile.open(file))
        .hasMessageStartingWith("ST-OFFSET: t.rows: 1 byte");
  }

  @Test
  void aHeaderThatLiesAboutSizesIsRefusedBeforeAnythingIsAllocated() throws IOException {
    var header =
        """
        {"x":{"dtype":"F32","shape":[2000000000,500],"data_offsets":[0,4000000000000]},\
        "y":{"dtype":"F32","shape":[2000000000],"data_offsets":[4000000000000,4008000000000]}}\
        """;
    var file = Files.write(folder.resolve("t.rows"), bytes(header));

    assertThatThrownBy(() -> RowFile.open(file))
        .hasMessage(
            "ST-OFFSET: t.rows: tensor 'x' ends at 4000000000000, the data at 0; was the file cut"
                + " off?");
  }

  @Test
  void aFileThatIsCutOffWhileItIsReadIsAnErrorAndNotTheEndOfTheProcess() throws IOException {
    var file = folder.resolve("t.rows");
    var data = Toys.moons(50, 0.1, Rng.of(1));
    RowFile.write(file, data.schema(), rows -> rows.add(data));
    try (var rows = RowFile.open(file)) {
      try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
        cut.setLength(cut.length() - 8);
      }
      assertThatNoException().isThrownBy(() -> rows.rows(RowOrder.of(0)));
      assertThatThrownBy(() -> rows.rows(RowOrder.of(49)))
          .isInstanceOf(FormatException.class)
          .hasMessage("ROWS-SHORT: t.rows: became shorter while it was read");
    }
  }

  @Test
  void aClassOutOfRangeIsToldWithItsRowBeforeTheFirstStep() throws IOException {
    var file = folder.resolve("t.rows");
    var data = Toys.moons(5_000, 0.1, Rng.of(1));
    RowFile.write(file, data.schema(), rows -> rows.add(data));
    try (var change = new RandomAccessFile(file.toFile(), "rw")) {
      change.seek(change.length() - 4 * 100);
      change.writeInt(Integer.reverseBytes(Float.floatToIntBits(7)));
    }
    try (var rows = RowFile.open(file)) {
      var message =
          "ROWS-CLASS: t.rows: the class of row 4900 is 7.0, expected a whole number from 0 to 1";
      var model = Dense.of(2, 2);
      var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1));
      assertThatThrownBy(() ->
              Trainer.fit(
                  model,
                  recipe,
                  rows,
                  _ -> {
                    throw new AssertionError("a training began");
                  }))
          .isInstanceOf(FormatException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> rows.rows(RowOrder.of(0, 4_900))).hasMessage(message);
      assertThat(rows.rows(RowOrder.of(0, 4_899)).size()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptNeitherClosesTheFileNorIsItLost() {
    var file = folder.resolve("t.rows");
    var data = Toys.moons(50, 0.1, Rng.of(1));
    RowFile.write(file, data.schema(), rows -> rows.add(data));
    try (var rows = RowFile.open(file)) {
      Thread.currentThread().interrupt();
      var row = rows.rows(RowOrder.of(7));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(row.x().sameBits(data.rows(RowOrder.of(7)).x())).isTrue();
    }
  }
}
