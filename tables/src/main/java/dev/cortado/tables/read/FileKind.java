package dev.cortado.tables.read;

import java.io.IOException;
import java.util.Locale;

/** The kind of a file, by its first bytes. */
public enum FileKind {
  CSV,
  PARQUET,
  NPY,
  NPZ,
  IDX;

  /** The kind of a file. */
  public static FileKind of(ByteSource source) {
    return Reading.of("CSV", source.name(), () -> look(source));
  }

  private static FileKind look(ByteSource source) throws IOException {
    byte[] start;
    try (var in = Gunzip.open(source)) {
      start = in.readNBytes(6);
    }
    var name = source.name().toLowerCase(Locale.ROOT);
    if (starts(start, 'P', 'A', 'R', '1') || name.endsWith(".parquet")) {
      return PARQUET;
    }
    if (starts(start, 0x93, 'N', 'U', 'M', 'P', 'Y') || name.endsWith(".npy")) {
      return NPY;
    }
    if (name.endsWith(".npz")) {
      return NPZ;
    }
    boolean zeros = starts(start, 0, 0) && start.length > 3;
    return (zeros && start[2] >= 8 && start[2] <= 14) || isIdxName(name) ? IDX : CSV;
  }

  /** Whether bytes that begin like this should be text. */
  static boolean isText(byte[] start) {
    return !Gunzip.begins(start)
        && !starts(start, 'P', 'A', 'R', '1')
        && !starts(start, 'P', 'K', 3, 4)
        && !starts(start, 0x93, 'N', 'U', 'M', 'P', 'Y');
  }

  private static boolean isIdxName(String name) {
    return name.matches(".*(\\.idx|-ubyte)(\\.gz)?");
  }

  private static boolean starts(byte[] bytes, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (i >= bytes.length || bytes[i] != (byte) expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first part of the codes for a file that cannot be opened. */
  static String family(String place) {
    var name = place.toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet")
        ? "PARQUET"
        : name.matches(".*\\.np[yz](\\.gz)?") ? "NPY" : isIdxName(name) ? "IDX" : "CSV";
  }
}
