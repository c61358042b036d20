package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a file in NumPy's format says of itself; none of it is believed before the length of the
 * file was compared.
 *
 * @param type of a number or text
 * @param fortran whether the first axis varies fastest
 * @param shape the lengths of the axes
 * @param dataOffset where the values begin
 */
record NpyHeader(NpyType type, boolean fortran, List<Long> shape, int dataOffset) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_BYTES = 10_000;
  private static final int MOST_AXES = 64;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*'(descr|fortran_order|shape)'\\s*:\\s*"
              + "('[^']*'|True|False|\\([0-9,\\s-]*\\)|\\[[^\\]]*\\])\\s*(?:,|(?=\\}))");

  /** Read from the beginning of a file. */
  static NpyHeader read(String place, InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw fault(
          place,
          "found "
              + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(6, start.length))
              + ", expected 93 NUMPY at the beginning");
    }
    int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw fault(place, "version " + version + "." + start[7] + ", expected 1.0, 2.0 or 3.0");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    byte[] lengths = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = lengths.length - 1; i >= 0; i--) {
      length = (length << 8) | (lengths[i] & 0xFF);
    }
    if (lengths.length < lengthBytes || length > MOST_BYTES) {
      throw fault(place, "header of " + length + " bytes, expected at most 10,000");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw fault(place, "header of " + length + " bytes, file has " + bytes.length);
    }
    int offset = 8 + lengthBytes + bytes.length;
    return parse(place, new String(bytes, StandardCharsets.UTF_8).strip(), offset);
  }

  private static NpyHeader parse(String place, String text, int offset) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw literal(place, text);
    }
    var entries = new HashMap<String, String>();
    var matcher = ENTRY.matcher(text).useAnchoringBounds(true);
    int at = 1;
    while (matcher.region(at, text.length()).lookingAt()) {
      entries.put(matcher.group(1), matcher.group(2));
      at = matcher.end();
    }
    var type = entries.get("descr");
    var order = entries.get("fortran_order");
    var shape = entries.get("shape");
    if (!text.substring(at).strip().equals("}")
        || type == null
        || order == null
        || shape == null
        || !shape.startsWith("(")
        || !(order.equals("True") || order.equals("False"))) {
      throw literal(place, text);
    }
    return new NpyHeader(
        NpyType.of(place, type), order.equals("True"), shape(place, shape), offset);
  }

  private static List<Long> shape(String place, String text) {
    var lengths =
        Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
            .map(String::strip)
            .filter(length -> !length.isEmpty())
            .toList();
    if (lengths.size() > MOST_AXES
        || !lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))) {
      throw fault(place, "shape " + SafeText.of(text) + ", expected lengths of 0 or more");
    }
    return lengths.stream().map(Long::valueOf).toList();
  }

  private static FormatException literal(String place, String text) {
    return fault(
        place,
        SafeText.of(text) + " is not a Python literal of descr, fortran_order and shape alone");
  }

  private static FormatException fault(String place, String problem) {
    return new FormatException("NPY-HEADER", place, problem);
  }

  /** The length of the first axis; 1 for a single number. */
  long rows() {
    return shape.isEmpty() ? 1 : shape.getFirst();
  }

  /** How many values a row has. */
  long width() {
    return product(shape.subList(Math.min(1, shape.size()), shape.size()));
  }

  /** How many bytes all values take; the largest long if they are more. */
  long dataBytes() {
    return product(List.of(product(shape), (long) type.bytes()));
  }

  private static long product(List<Long> factors) {
    long product = 1;
    for (long factor : factors) {
      long high = Math.multiplyHigh(product, factor);
      product = high != 0 || product * factor < 0 ? Long.MAX_VALUE : product * factor;
    }
    return factors.contains(0L) ? 0 : product;
  }

  /** Throws unless a file of a header and so many bytes is what this says. */
  void requireBytes(String place, long found) {
    long expected = dataBytes();
    if (expected != found) {
      throw new FormatException(
          "NPY-SIZE",
          place,
          "shape "
              + shape
              + " of "
              + type
              + " needs "
              + (expected == Long.MAX_VALUE ? "too many" : expected)
              + " bytes, file has "
              + found);
    }
  }
}
