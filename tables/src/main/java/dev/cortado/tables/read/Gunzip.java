package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Uncompresses what is compressed by gzip. */
final class Gunzip {

  /** Deflate makes no more bytes of one: 258 of two bits. */
  static final int MOST_RATIO = 1032;

  private static final int BUFFER = 1 << 16;

  private Gunzip() {}

  /** Whether bytes that begin like this are compressed. */
  static boolean begins(byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  /** Whether a source is compressed; one whose name ends in {@code .gz} must be. */
  static boolean isCompressed(ByteSource source) throws IOException {
    byte[] start;
    try (var in = source.open()) {
      start = in.readNBytes(16);
    }
    boolean compressed = begins(start);
    if (!compressed && source.name().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      var text = new String(start, StandardCharsets.ISO_8859_1).strip();
      throw new FormatException(
          "GZIP-MAGIC",
          source.name(),
          text.startsWith("<")
              ? "looks like HTML; download failed?"
              : "found "
                  + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(4, start.length))
                  + ", expected 1f 8b; if it is uncompressed, its name should not end in .gz");
    }
    return compressed;
  }

  /** The bytes of a source, uncompressed once if they are compressed. */
  static InputStream open(ByteSource source) throws IOException {
    boolean compressed = isCompressed(source);
    var in = source.open();
    if (!compressed) {
      return in;
    }
    try {
      var plain = new PushbackInputStream(new GZIPInputStream(in, BUFFER), 2);
      byte[] start = plain.readNBytes(2);
      if (begins(start)) {
        throw new FormatException(
            "GZIP-DOUBLE", source.name(), "compressed twice; uncompress it once");
      }
      plain.unread(start);
      return plain;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
