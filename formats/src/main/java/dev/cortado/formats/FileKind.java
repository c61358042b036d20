package dev.cortado.formats;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Guesses from its first bytes what a file is that was taken for another. */
enum FileKind {
  JAVA("aced0005", "serialized Java objects; not loaded (can run code)"),
  ZIP("504b0304", "a zip file, such as a PyTorch or Keras model; not loaded (can run code)"),
  HDF("894844460d0a1a0a", "HDF5, such as a Keras model; save its weights as safetensors"),
  NUMPY("934e554d5059", "a NumPy array; save it as safetensors"),
  GGUF("47475546", "GGUF; save its weights as safetensors"),
  GZIP("1f8b", "a file compressed by gzip; unpack it"),
  PICKLE_2("8002", "a PyTorch pickle; not loaded (can run code)"),
  PICKLE_3("8003", "a pickle; not loaded (can run code)"),
  PICKLE_4("8004", "a pickle; not loaded (can run code)"),
  PICKLE_5("8005", "a pickle; not loaded (can run code)"),
  TEXT("", "text, not a safetensors file");

  private static final int LEAST_TEXT = 8;

  private final byte[] beginning;
  private final String description;

  FileKind(String beginning, String description) {
    this.beginning = HexFormat.of().parseHex(beginning);
    this.description = description;
  }

  /** The kind of a file that begins with these bytes, if it is a known one. */
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
    if (start.length < LEAST_TEXT) {
      return false;
    }
    for (byte letter : start) {
      if ((letter < ' ' || letter == 0x7F) && letter != '\n' && letter != '\r' && letter != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return description;
  }
}
