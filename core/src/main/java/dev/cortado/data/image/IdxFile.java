package dev.cortado.data.image;

import dev.cortado.data.FormatException;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file whose length agrees with its header.
 *
 * @param path where it is
 * @param compressed whether by gzip
 * @param header its header
 * @param shape of its numbers
 */
record IdxFile(Path path, boolean compressed, IdxHeader header, Shape shape) {

  private static final int CHUNK = 1 << 16;

  /** The largest ratio of deflate: 258 bytes from two bits. */
  private static final int MOST_GZIP_RATIO = 1032;

  /** An operation on a file that may fail. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Looks at a file; a compressed one is unpacked once for its length alone. */
  static IdxFile open(Path path) {
    var place = place(path);
    return reading(
        place,
        () -> {
          if (Files.isDirectory(path)) {
            throw new FormatException("IDX-OPEN", place, "is a directory, expected a file");
          }
          boolean compressed = isCompressed(path, place);
          try (var in = uncompressed(path, compressed)) {
            var header = IdxHeader.read(place, in);
            requireLength(path, compressed, header, in);
            return new IdxFile(path, compressed, header, header.shape(place));
          }
        });
  }

  private static void requireLength(Path path, boolean compressed, IdxHeader header, InputStream in)
      throws IOException {
    long length = Files.size(path);
    double expected = header.fileBytes();
    if (!compressed) {
      requireLength(path, header, length, "");
    } else if (expected > (double) length * MOST_GZIP_RATIO) {
      requireLength(path, header, length * MOST_GZIP_RATIO, "at most ");
    } else {
      long most = (long) expected - header.headerBytes() + 1;
      long found = skip(in, most);
      requireLength(path, header, header.headerBytes() + found, found == most ? "at least " : "");
    }
  }

  private static void requireLength(Path path, IdxHeader header, long found, String bound) {
    double expected = header.fileBytes();
    if (expected != found) {
      boolean reversed = header.reversed().fileBytes() == found;
      throw new FormatException(
          "IDX-SIZE",
          place(path),
          String.format(
              Locale.ROOT,
              "dimensions need %,.0f bytes, file has %s%,d%s",
              expected,
              bound,
              found,
              reversed ? "; byte order?" : ""));
    }
  }

  private static long skip(InputStream in, long most) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long skipped = 0;
    while (skipped < most) {
      int count = in.read(chunk, 0, (int) Math.min(CHUNK, most - skipped));
      if (count < 0) {
        break;
      }
      skipped += count;
    }
    return skipped;
  }

  /** Its name. */
  String place() {
    return place(path);
  }

  private static String place(Path path) {
    var name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** Its numbers, as floats. */
  Tensor numbers() {
    return reading(
        place(),
        () -> {
          try (var in = uncompressed(path, compressed)) {
            in.skipNBytes(header.headerBytes());
            return Tensor.of(shape, floats(in));
          }
        });
  }

  private float[] floats(InputStream in) throws IOException {
    var type = header.type();
    float[] values = new float[shape.size()];
    byte[] chunk = new byte[CHUNK];
    int perChunk = CHUNK / type.bytes();
    for (int done = 0; done < values.length; ) {
      int count = Math.min(perChunk, values.length - done);
      if (in.readNBytes(chunk, 0, count * type.bytes()) < count * type.bytes()) {
        throw new FormatException("IDX-SIZE", place(), "became shorter while it was read");
      }
      for (int i = 0; i < count; i++) {
        values[done + i] = number(type, chunk, i * type.bytes());
      }
      done += count;
    }
    return values;
  }

  private static float number(IdxHeader.Type type, byte[] bytes, int at) {
    return switch (type) {
      case UNSIGNED_BYTE -> bytes[at] & 0xFF;
      case SIGNED_BYTE -> bytes[at];
      case SHORT -> (short) IdxHeader.bigEndian(bytes, at, 2);
      case INT -> IdxHeader.bigEndian(bytes, at, 4);
      case FLOAT -> Float.intBitsToFloat(IdxHeader.bigEndian(bytes, at, 4));
      case DOUBLE -> {
        long high = IdxHeader.bigEndian(bytes, at, 4);
        long low = Integer.toUnsignedLong(IdxHeader.bigEndian(bytes, at + 4, 4));
        yield (float) Double.longBitsToDouble((high << 32) | low);
      }
    };
  }

  private static <T> T reading(String place, Reading<T> reading) {
    try {
      return reading.read();
    } catch (NoSuchFileException e) {
      throw new FormatException("IDX-OPEN", place, "no such file", e);
    } catch (EOFException e) {
      throw new FormatException(
          "GZIP-SIZE", place, "ends in the middle of its data; download it again", e);
    } catch (ZipException e) {
      throw new FormatException(
          "GZIP-DATA", place, "damaged (" + e.getMessage() + "); download it again", e);
    } catch (IOException e) {
      throw new FormatException("IDX-OPEN", place, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a file that begins with these bytes is compressed. */
  static boolean isGzip(byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  /** Whether a file is compressed; one whose name ends in .gz must be. */
  private static boolean isCompressed(Path file, String place) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(file)) {
      start = in.readNBytes(16);
    }
    if (!isGzip(start) && place.toLowerCase(Locale.ROOT).endsWith(".gz")) {
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
    return isGzip(start);
  }

  /** The bytes of a file, uncompressed if it is compressed. */
  private static InputStream uncompressed(Path file, boolean compressed) throws IOException {
    var in = Files.newInputStream(file);
    try {
      return new BufferedInputStream(compressed ? new GZIPInputStream(in, CHUNK) : in, CHUNK);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
