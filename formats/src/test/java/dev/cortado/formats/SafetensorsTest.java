package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.FormatException;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  private static final String NAN = "0000c07f";

  @TempDir Path folder;

  @Test
  void readsWhatItWrote() {
    var path = folder.resolve("w.safetensors");
    var written = sample();

    written.write(path);
    var read = Safetensors.read(path);

    assertSame(read, written);
    assertThat(read.metadata()).containsEntry("note", "ü").containsKey(Safetensors.CHECKSUM);
    assertThat(path).hasBinaryContent(written.bytes());
    assertThat(read.bytes()).isEqualTo(written.bytes());
  }

  @Test
  void leavesNothingButTheFile() throws IOException {
    var path = folder.resolve("w.safetensors");
    Files.writeString(path, "what was there before");

    sample().write(path);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
    assertSame(Safetensors.read(path), sample());
  }

  @Test
  void beginsItsNumbersAtAMultipleOfEight() {
    for (int length = 1; length <= 9; length++) {
      var tensors = new LinkedHashMap<String, Tensor>();
      tensors.put("n".repeat(length), Tensor.of(1));
      byte[] bytes = Safetensors.of(tensors).bytes();
      long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();

      assertThat(header % 8).isZero();
      assertThat(bytes).hasSize((int) (8 + header + 4));
    }
  }

  @Test
  void readsNumbersOfHalfTheSizeExactly() {
    var file =
        file(
            """
            {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
            "b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}\
            """,
            "003c00c0 4940");

    var tensors = Safetensors.read(file).tensors();

    assertThat(tensors.get("a").toArray()).containsExactly(1, -2);
    assertThat(tensors.get("b").toArray()).containsExactly(3.140625f);
  }

  @Test
  void readsASpacedHeaderWhoseTensorsStandInAnotherOrder() {
    var file =
        file(
            """
            { "b": {"data_offsets": [4, 8], "dtype": "F32", "shape": []},
              "a": {"data_offsets": [0, 4], "dtype": "F32", "shape": [1, 1]} }\
            """,
            "0000803f 00000040");

    var tensors = Safetensors.read(file).tensors();

    assertThat(tensors.sequencedKeySet()).containsExactly("a", "b");
    assertThat(tensors.get("a").item()).isEqualTo(1);
    assertThat(tensors.get("b").item()).isEqualTo(2);
  }

  @Test
  void readsMoreThanOneChunk() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("long", Tensor.range(100_003));
    tensors.put("none", Tensor.zeros(0, 3));
    tensors.put("last", Tensor.scalar(-0.0));

    assertSame(Safetensors.read(Safetensors.of(tensors).bytes()), Safetensors.of(tensors));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M01 | 00 00 00                            | ST-SHORT: bytes: has 3 bytes, expected at least 8 for the length of the header
          M01 | ''                                  | ST-SHORT: bytes: has 0 bytes, expected at least 8 for the length of the header
          M02 | 00 00 00 00 00 00 00 00 7b 7d       | ST-HEADER: bytes: the header claims 0 bytes, the file has 10; not a safetensors file?
          M02 | 03 00 00 00 00 00 00 00 7b 7d       | ST-HEADER: bytes: the header claims 3 bytes, the file has 10; not a safetensors file?
          M02 | 01 e1 f5 05 00 00 00 00 7b 7d       | ST-HEADER: bytes: the header claims 100000001 bytes, the file has 10; not a safetensors file?
          M02 | ff ff ff ff ff ff ff 7f 7b 7d       | ST-HEADER: bytes: the header claims 9223372036854775807 bytes, the file has 10; not a safetensors file?
          M02 | ff ff ff ff ff ff ff ff 7b 7d       | ST-HEADER: bytes: the header claims 18446744073709551615 bytes, the file has 10; not a safetensors file?
          M03 | 02 00 00 00 00 00 00 00 20 7b       | ST-JSON: bytes: byte 0 of the header: found 0x20, expected '{'
          M03 | 02 00 00 00 00 00 00 00 5b 5d       | ST-JSON: bytes: byte 0 of the header: found 0x5b, expected '{'
          M03 | 02 00 00 00 00 00 00 00 7b ff       | ST-JSON: bytes: byte 1: not UTF-8
          M03 | 03 00 00 00 00 00 00 00 7b 7d 78    | ST-JSON: bytes: byte 2: found 'x', expected the end
          M05 | 02 00 00 00 00 00 00 00 7b 7d 78    | ST-OFFSET: bytes: 1 bytes after the last tensor, which ends at 0
          M14 | 80 02 8a 0a 6c fc 9c 46 f9 20       | FORMAT: bytes: looks like a PyTorch pickle; not loaded (can run code)
          M14 | 80 02 63 5f 5f 6d 61 69 6e 5f       | FORMAT: bytes: looks like a pickle; not loaded (can run code)
          M03 | 80 02 00 00 00 00 00 00 20          | ST-HEADER: bytes: the header claims 640 bytes, the file has 9; not a safetensors file?
          M14 | ef bb bf 7b 22 61 22 3a 7b          | FORMAT: bytes: looks like text, not a safetensors file
          M14 | 47 72 c3 b6 c3 9f 65 6e 20          | FORMAT: bytes: looks like text, not a safetensors file
          M14 | 61 62 63 64 65 66 67 68 c3          | FORMAT: bytes: looks like text, not a safetensors file
          M14 | 80 04 95 00 00 00 00 00 00 00       | FORMAT: bytes: looks like a pickle; not loaded (can run code)
          M14 | 50 4b 03 04 00 00 08 08 00 00       | FORMAT: bytes: looks like a zip file, such as a PyTorch or Keras model; not loaded (can run code)
          M14 | 89 48 44 46 0d 0a 1a 0a 00 00       | FORMAT: bytes: looks like HDF5, such as a Keras model; save its weights as safetensors
          M14 | 93 4e 55 4d 50 59 01 00 76 00       | FORMAT: bytes: looks like a NumPy array; save it as safetensors
          M14 | 1f 8b 08 00 00 00 00 00 00 03       | FORMAT: bytes: looks like a gzip file; unpack it
          M14 | 47 47 55 46 03 00 00 00 00 00       | FORMAT: bytes: looks like GGUF; save its weights as safetensors
          M14 | 76 65 72 73 69 6f 6e 20 68 74 74 70 | FORMAT: bytes: looks like text, not a safetensors file
          M26 | 43 4f 52 54 41 44 4f 06 01 00       | FORMAT: bytes: looks like a checkpoint of a training, not a model; cortado train --resume --out … goes on with it
          M26 | ac ed 00 05                         | FORMAT: bytes: looks like serialized Java objects; not loaded (can run code)
          M26 | ac ed 00 05 73 72 00 11 6a 61 76    | FORMAT: bytes: looks like serialized Java objects; not loaded (can run code)
          """)
  void saysWhatIsWrongWithTheBeginning(String row, String content, String message) {
    byte[] bytes = HexFormat.of().parseHex(content.replace(" ", ""));

    assertThatThrownBy(() -> Safetensors.read(bytes))
        .as(row)
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          M03 | {"a":[1]}                                                            | ST-JSON: bytes: tensor 'a' needs dtype, shape and data_offsets
          M03 | {"a":{"dtype":"F32","shape":[2]}}                                    | ST-JSON: bytes: tensor 'a' needs dtype, shape and data_offsets
          M04 | {"a":{},"a":{}}                                                      | ST-DUP: bytes: 'a' twice, again at byte 8
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}               | ST-OFFSET: bytes: tensor 'a' begins at 4, the one before it ends at 0
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}               | ST-OFFSET: bytes: tensor 'a' data_offsets are not a begin and an end
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}              | ST-OFFSET: bytes: tensor 'a' data_offsets has -4, expected 0, 1, 2, …
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0.0,4]}}             | ST-OFFSET: bytes: tensor 'a' data_offsets has 0.0, expected 0, 1, 2, …
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}                 | ST-OFFSET: bytes: tensor 'a' data_offsets are not a begin and an end
          M05 | {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}              | ST-OFFSET: bytes: tensor 'a' ends at 12, the data at 8; was the file cut off?
          M05 | {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}               | ST-OFFSET: bytes: 4 bytes after the last tensor, which ends at 4
          M05 | {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | ST-OFFSET: bytes: tensor 'b' begins at 4, the one before it ends at 8
          M06 | {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}               | ST-SIZE: bytes: tensor 'a' is F32[3], 12 bytes, its data_offsets span 8
          M06 | {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | ST-SIZE: bytes: tensor 'a' has an axis of 4294967296, at most 2147483639
          M06 | {"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,8]}} | ST-SIZE: bytes: tensor 'a' shape: [65536, 65536, 65536, 65536] has more than 2,147,483,639 elements, the most that one array can hold
          M06 | {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}              | ST-SIZE: bytes: tensor 'a' shape has -2, expected 0, 1, 2, …
          M06 | {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                 | ST-SIZE: bytes: tensor 'a' shape is not an array of at most 32 integers
          M07 | {"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}           | ST-DTYPE: bytes: tensor 'a' is F8_E4M3, expected one of F32, F16, BF16
          M07 | {"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}               | ST-DTYPE: bytes: tensor 'a' is I64, expected one of F32, F16, BF16
          M07 | {"a":{"dtype":4,"shape":[1],"data_offsets":[0,8]}}                   | ST-DTYPE: bytes: tensor 'a' has a dtype that is not a string
          M08 | {"z":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | ST-OFFSET: bytes: tensor 'z' begins at 4, the one before it ends at 8
          M10 | {"__metadata__":[]}                                                  | ST-META: bytes: __metadata__ is not an object of strings
          M10 | {"__metadata__":{"a":1}}                                             | ST-META: bytes: __metadata__ has 'a', which is not a string
          M10 | {"__metadata__":{"a":{"b":"c"}}}                                     | ST-META: bytes: __metadata__ has 'a', which is not a string
          """)
  void saysWhatIsWrongWithTheHeader(String row, String header, String message) {
    byte[] bytes = file(header, "0000803f 00000040");

    assertThatThrownBy(() -> Safetensors.read(bytes))
        .as(row)
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }

  @Test
  void takesAnEmptyTensorWhereAnotherBegins() {
    var file =
        file(
            """
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
            "z":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}}\
            """,
            "0000803f");

    assertThat(Safetensors.read(file).tensors().get("z").shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void refusesNamesWithoutEndAndTensorsWithoutNumber() {
    var entry = ":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    var many = new StringBuilder("{\"a\"" + entry);
    for (int i = 0; i < 16_384; i++) {
      many.append(",\"").append(i).append('"').append(entry);
    }

    assertThatThrownBy(
            () -> Safetensors.read(file("{\"" + "x".repeat(1_000_000) + "\"" + entry + "}", "")))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "ST-HEADER: bytes: tensor '%s…' has a name of 1000000 characters, at most 1024"
                .formatted("x".repeat(199)));
    assertThatThrownBy(() -> Safetensors.read(file(many + "}", "")))
        .hasMessage("ST-HEADER: bytes: 16385 tensors, at most 16384 are read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a\0b", "CON", "/etc/passwd", "java.lang.Runtime"})
  void takesANameForANameAndNothingElse(String name) throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put(name, Tensor.of(1));
    var path = folder.resolve("names");

    Safetensors.of(tensors).write(path);

    assertSame(Safetensors.read(path), Safetensors.of(tensors));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void refusesWhatIsNotANumberUnlessAsked() {
    var header = "{\"fc1.bias\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}";
    byte[] file = file(header, "00000000 00000000 00000000" + NAN);

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessage("MODEL-NONFINITE: bytes: 'fc1.bias'[3] is NaN");
    assertThat(Safetensors.read(file, Safetensors.Values.ANY).tensors().get("fc1.bias").at(3))
        .isNaN();
  }

  @Test
  void findsOutThatANumberWasChanged() {
    byte[] file = sample().bytes();
    file[file.length - 2] ^= 1;

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "ST-CHECKSUM: bytes: the content does not match its checksum; copy or download the file"
                + " again");
  }

  @Test
  void allocatesByWhatIsThereNotByWhatIsClaimed() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    var header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}";
    byte[] tensorLie = file(header, "00");
    byte[] headerLie = HexFormat.of().parseHex("00e1f505000000007b7d");

    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Safetensors.read(tensorLie)).hasMessageStartingWith("ST-OFFSET");
    assertThatThrownBy(() -> Safetensors.read(headerLie)).hasMessageStartingWith("ST-HEADER");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
  }

  @Test
  void readsNoHeaderThatIsTooLongThoughTheFileHasIt() throws IOException {
    var path = Files.write(folder.resolve("long"), HexFormat.of().parseHex("01e1f505000000007b7d"));
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(200_000_000); // a hole, which takes no room
    }
    assertThatThrownBy(() -> Safetensors.read(path))
        .hasMessage(
            "ST-HEADER: "
                + path
                + ": the header claims 100000001 bytes, expected at most 100000000");
  }

  @Test
  void saysInOneLineWhyAFileCannotBeOpened() {
    var missing = folder.resolve("missing.safetensors");

    assertThatThrownBy(() -> Safetensors.read(missing))
        .isInstanceOf(FormatException.class)
        .hasMessage("ST-OPEN: " + missing + ": does not exist");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .isInstanceOf(FormatException.class)
        .hasMessageEndingWith("is a directory, expected a file");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws IOException {
    var locked = Files.writeString(folder.resolve("locked"), "x");
    // Whoever may do everything may read it all the same.
    assumeThat(locked.toFile().setReadable(false) && !Files.isReadable(locked)).isTrue();
    assertThatThrownBy(() -> Safetensors.read(locked))
        .hasMessage("ST-OPEN: " + locked + ": may not be read; check its permissions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"})
  void writesTheSameBytesInEveryLocale(String locale) {
    byte[] expected = sample().bytes();
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(locale));
      assertThat(sample().bytes()).isEqualTo(expected);
      assertSame(Safetensors.read(expected), sample());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void doesNotWriteATensorUnderTheNameOfTheMetadata() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("__metadata__", Tensor.of(1));

    assertThatThrownBy(() -> Safetensors.of(tensors).bytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("safetensors: a tensor cannot be named '__metadata__'");
  }

  @Test
  void writesNoTextThatCouldNotBeReadAgain() {
    var texts = new LinkedHashMap<String, String>();
    texts.put("note", "half \ud83d");
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("\ude00", Tensor.of(1));

    assertThatThrownBy(() -> new Safetensors(texts, new LinkedHashMap<>()).bytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("safetensors: 'half \\ud83d' has half of a surrogate pair");
    assertThatThrownBy(() -> Safetensors.of(tensors).bytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("safetensors: '\\ude00' has half of a surrogate pair");
  }

  @Test
  void isUnharmedOrRefusedWhereverItIsCutOrChanged() {
    byte[] whole = sample().bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.read(part))
          .as("first %d bytes", length)
          .isInstanceOf(FormatException.class);
    }
    for (int at = 0; at < whole.length; at++) {
      for (int change = 1; change < 256; change++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) change;
        requireUnharmedOrRefused(damaged);
      }
    }
  }

  private static void requireUnharmedOrRefused(byte[] damaged) {
    Safetensors read;
    try {
      read = Safetensors.read(damaged);
    } catch (FormatException e) {
      assertThat(e.getMessage()).startsWith(e.code()).doesNotContain("\n");
      return;
    }
    assertSame(read, sample());
  }

  private static Safetensors sample() {
    var texts = new LinkedHashMap<String, String>();
    texts.put("note", "ü");
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("b", Tensor.of(new float[][] {{1, -0.0f, Float.MIN_VALUE}, {2, 3, 1e30f}}));
    tensors.put("a", Tensor.scalar(7));
    return new Safetensors(texts, tensors);
  }

  private static void assertSame(Safetensors read, Safetensors expected) {
    assertThat(read.tensors().sequencedKeySet())
        .containsExactlyElementsOf(expected.tensors().keySet());
    expected
        .tensors()
        .forEach((name, tensor) ->
            assertThat(read.tensors().get(name).sameBits(tensor)).as(name).isTrue());
  }

  private static byte[] file(String header, String numbers) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] data = HexFormat.of().parseHex(numbers.replace(" ", ""));
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}
