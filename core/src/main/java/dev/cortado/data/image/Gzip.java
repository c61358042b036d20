package dev.cortado.data.image;

import dev.cortado.data.FormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Files that may be compressed by gzip. */
final class Gzip {

  /** No run of deflate's is longer: 258 bytes for two bits. */
  static final int MOST_RATIO = 1032;

  private static final int BUFFER = 1 << 16;

  private Gzip() {}

  /** Whether a file that begins with these bytes is compressed. */
  static boolean begins(byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  /** Whether a file is compressed; one that is called so must be. */
  static boolean isCompressed(Path file, String place) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(file)) {
      start = in.readNBytes(16);
    }
    if (!begins(start) && place.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      var text = new String(start, StandardCharsets.ISO_8859_1).strip();
      throw new FormatException(
          "GZIP-MAGIC",
          place,
          text.startsWith("<")
              ? "looks like HTML; download failed?"
              : "found "
                  + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(4, start.length))
                  + ", expected 1f 8b; unpacked already? then the name should not end in .gz");
    }
    return begins(start);
  }

  /** The bytes of a file, uncompressed if it is compressed. */
  static InputStream open(Path file, boolean compressed) throws IOException {
    var in = Files.newInputStream(file);
    try {
      return new BufferedInputStream(compressed ? new GZIPInputStream(in, BUFFER) : in, BUFFER);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
