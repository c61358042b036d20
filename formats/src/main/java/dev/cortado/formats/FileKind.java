package dev.cortado.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Recognizes other kinds of files by their first bytes, for a better message. */
enum FileKind {
  CHECKPOINT(
      "434f525441444f06",
      "a checkpoint of a training, not a model; cortado train --resume --out … goes on with it"),
  JAVA("aced0005", "serialized Java objects; not loaded (can run code)"),
  ZIP("504b0304", "a zip file, such as a PyTorch or Keras model; not loaded (can run code)"),
  HDF("894844460d0a1a0a", "HDF5, such as a Keras model; save its weights as safetensors"),
  NUMPY("934e554d5059", "a NumPy array; save it as safetensors"),
  GGUF("47475546", "GGUF; save its weights as safetensors"),
  GZIP("1f8b", "a gzip file; unpack it"),
  PYTORCH("80028a0a6cfc9c46f9", "a PyTorch pickle; not loaded (can run code)"),
  PICKLE_2_MARK("800228", Words.PICKLE),
  PICKLE_2_LIST("80025d71", Words.PICKLE),
  PICKLE_2_CLASS("800263", Words.PICKLE),
  PICKLE_2_MAP("80027d71", Words.PICKLE),
  PICKLE_3_MARK("800328", Words.PICKLE),
  PICKLE_3_LIST("80035d71", Words.PICKLE),
  PICKLE_3_CLASS("800363", Words.PICKLE),
  PICKLE_3_MAP("80037d71", Words.PICKLE),
  PICKLE_4("800495", Words.PICKLE),
  PICKLE_5("800595", Words.PICKLE),
  MARKED_TEXT("efbbbf", Words.TEXT),
  TEXT("", Words.TEXT);

  /** Descriptions that several kinds share. */
  private static final class Words {
    static final String PICKLE = "a pickle; not loaded (can run code)";
    static final String TEXT = "text, not a safetensors file";
  }

  private static final int MIN_TEXT = 8;
  private static final String SPACES = "\n\r\t";

  private final byte[] beginning;
  private final String description;

  FileKind(String beginning, String description) {
    this.beginning = HexFormat.of().parseHex(beginning);
    this.description = description;
  }

  /** The kind of a file that begins with these bytes, or null if it is unknown. */
  static @Nullable FileKind of(byte[] start) {
    for (var kind : values()) {
      if (kind == TEXT ? isText(start) : begins(start, kind.beginning)) {
        return kind;
      }
    }
    return null;
  }

  private static boolean begins(byte[] start, byte[] beginning) {
    return start.length >= beginning.length
        && Arrays.equals(start, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static boolean isText(byte[] start) {
    if (start.length < MIN_TEXT) {
      return false;
    }
    for (byte letter : start) {
      if ((letter >= 0 && letter < ' ' && SPACES.indexOf(letter) < 0) || letter == 0x7F) {
        return false;
      }
    }
    // The last character may be cut off.
    return !StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(start), CharBuffer.allocate(start.length), false)
        .isError();
  }

  @Override
  public String toString() {
    return description;
  }
}
