package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The characters of a text in UTF-8. A byte-order mark is skipped; a byte that is not UTF-8, or 0,
 * is an error with its offset.
 *
 * <p>At least two characters must be asked for at a time, since one code point may need two.
 */
final class Utf8Reader extends Reader {

  private final String place;
  private final InputStream in;
  private final byte[] bytes = new byte[1 << 16];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final boolean marked;

  /** The offset in the text of the buffer's first byte. */
  private long offset;

  private boolean ended;

  /** Looks at the first bytes. */
  Utf8Reader(String place, InputStream in) throws IOException {
    this.place = place;
    this.in = in;
    fill();
    requireText();
    marked = startsWith(0xEF, 0xBB, 0xBF);
    if (marked) {
      buffer.position(3);
    }
  }

  /** Whether the text begins with a byte-order mark. */
  boolean marked() {
    return marked;
  }

  @Override
  public int read(char[] target, int at, int length) throws IOException {
    var out = CharBuffer.wrap(target, at, length);
    while (true) {
      var result = decoder.decode(buffer, out, ended);
      if (result.isError()) {
        throw malformed();
      }
      if (out.position() > at || (ended && !buffer.hasRemaining())) {
        return out.position() > at ? out.position() - at : -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    offset += buffer.position();
    buffer.compact();
    int from = buffer.position();
    int count = in.readNBytes(bytes, from, bytes.length - from);
    int zero = ByteScan.indexOfZero(bytes, from, from + count);
    ended = count < bytes.length - from;
    buffer.position(from + count).flip();
    if (zero >= 0) {
      requireNot16();
      throw new FormatException(
          "CSV-BINARY", place, "byte 0x00 at offset " + (offset + zero) + "; not a text file");
    }
  }

  private void requireText() {
    requireNot16();
    if (startsWith('P', 'K', 3, 4)) {
      throw new FormatException(
          "CSV-BINARY", place, "is a ZIP archive or an Excel workbook; save the table as CSV");
    }
    if (startsWith('%', 'P', 'D', 'F')) {
      throw new FormatException("CSV-BINARY", place, "is a PDF; not a text file");
    }
    var start = new String(bytes, 0, Math.min(64, buffer.limit()), StandardCharsets.ISO_8859_1);
    var lower = start.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html") || lower.startsWith("<?xml")) {
      throw new FormatException("CSV-HTML", place, "looks like HTML or XML; download failed?");
    }
  }

  private void requireNot16() {
    if (offset == 0 && (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF))) {
      throw new FormatException(
          "CSV-ENCODING", place, "UTF-16 byte-order mark; convert it to UTF-8");
    }
  }

  private boolean startsWith(int... values) {
    for (int i = 0; i < values.length; i++) {
      if (i >= buffer.limit() || bytes[i] != (byte) values[i]) {
        return false;
      }
    }
    return true;
  }

  private FormatException malformed() {
    int at = buffer.position();
    return new FormatException(
        "CSV-ENCODING",
        place,
        String.format(
            Locale.ROOT,
            "byte offset %d: invalid UTF-8 (0x%02X); convert the file, for example by iconv -f"
                + " WINDOWS-1252 -t UTF-8",
            offset + at,
            bytes[at]));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
