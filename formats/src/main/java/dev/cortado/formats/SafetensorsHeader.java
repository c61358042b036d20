package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import dev.cortado.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, checked against the length of the file: the tensors follow each
 * other without gaps from the end of the header to the end of the file.
 *
 * @param metadata strings by name
 * @param entries of the tensors, by offset
 */
record SafetensorsHeader(SequencedMap<String, String> metadata, List<Entry> entries) {

  static final String METADATA = "__metadata__";
  static final int MAX_BYTES = 100_000_000;
  static final int MAX_TENSORS = 16_384;
  static final int MAX_NAME = 1024;

  private static final int MAX_AXES = 32;
  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  /** The bytes of a tensor, from the end of the header; it may be too large for memory. */
  record Entry(String name, NumberType type, List<Integer> dims, long begin, long end) {

    /** The shape; refused if one array cannot hold it. */
    Shape shape(String place) {
      try {
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
      } catch (IllegalArgumentException e) {
        throw new FormatException("ST-SIZE", place, what(name) + e.getMessage(), e);
      }
    }
  }

  /** The tensor of this name, or null. */
  @Nullable Entry entry(String name) {
    for (var entry : entries) {
      if (entry.name.equals(name)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Reads a header.
   *
   * @param dataBytes the number of bytes after the header
   */
  static SafetensorsHeader parse(String place, byte[] bytes, long dataBytes) {
    if (!(Json.parse("ST", place, bytes) instanceof Json.Mapping(var values))) {
      throw new FormatException("ST-JSON", place, "byte 0: expected '{'");
    }
    var texts = metadata(place, values.getOrDefault(METADATA, Json.mapping()));
    int tensors = values.size() - (values.containsKey(METADATA) ? 1 : 0);
    if (tensors > MAX_TENSORS) {
      throw new FormatException(
          "ST-HEADER", place, tensors + " tensors, at most " + MAX_TENSORS + " are read");
    }
    var entries = new ArrayList<Entry>();
    values.forEach((name, json) -> {
      if (!name.equals(METADATA)) {
        entries.add(entry(place, name, json));
      }
    });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireGapless(place, entries, dataBytes);
    return new SafetensorsHeader(texts, List.copyOf(entries));
  }

  private static LinkedHashMap<String, String> metadata(String place, Json json) {
    if (!(json instanceof Json.Mapping(var values))) {
      throw new FormatException("ST-META", place, METADATA + " is not an object of strings");
    }
    var texts = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> {
      if (!(value instanceof Json.Text(var text))) {
        throw new FormatException(
            "ST-META", place, METADATA + " has '" + SafeText.of(name) + "', which is not a string");
      }
      texts.put(name, text);
    });
    return texts;
  }

  private static String what(String name) {
    return "tensor '" + SafeText.of(name) + "' ";
  }

  private static Entry entry(String place, String name, Json json) {
    if (name.length() > MAX_NAME) {
      throw new FormatException(
          "ST-HEADER",
          place,
          what(name) + "has a name of " + name.length() + " characters, at most " + MAX_NAME);
    }
    if (!(json instanceof Json.Mapping(var values)) || !values.keySet().equals(KEYS)) {
      throw new FormatException(
          "ST-JSON", place, what(name) + "needs dtype, shape and data_offsets");
    }
    if (!(values.get("dtype") instanceof Json.Text(var typeName))) {
      throw new FormatException("ST-DTYPE", place, what(name) + "has a dtype that is not a string");
    }
    var type = NumberType.of(typeName);
    if (type == null) {
      throw new FormatException(
          "ST-DTYPE",
          place,
          what(name) + "is " + SafeText.of(typeName) + ", expected one of " + NumberType.known());
    }
    var dims = lengths(place, name, integers(place, "ST-SIZE", name, "shape", values.get("shape")));
    long[] offsets = integers(place, "ST-OFFSET", name, "data_offsets", values.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new FormatException(
          "ST-OFFSET", place, what(name) + "data_offsets are not a begin and an end");
    }
    var entry = new Entry(name, type, dims, offsets[0], offsets[1]);
    // A double does not overflow, and is exact for every length that a file can have.
    double length = type.bytes;
    for (int dim : dims) {
      length *= dim;
    }
    if (length != offsets[1] - offsets[0]) {
      if (length > Long.MAX_VALUE) {
        entry.shape(place);
      }
      throw new FormatException(
          "ST-SIZE",
          place,
          what(name)
              + "is "
              + type
              + dims
              + ", "
              + (long) length
              + " bytes, its data_offsets span "
              + (offsets[1] - offsets[0]));
    }
    return entry;
  }

  private static long[] integers(
      String place, String code, String name, String key, @Nullable Json json) {
    if (!(json instanceof Json.Sequence(var values)) || values.size() > MAX_AXES) {
      throw new FormatException(
          code, place, what(name) + key + " is not an array of at most " + MAX_AXES + " integers");
    }
    return values.stream()
        .mapToLong(value -> {
          if (value instanceof Json.Whole(long number) && number >= 0) {
            return number;
          }
          throw new FormatException(
              code,
              place,
              what(name) + key + " has " + SafeText.of(value.text()) + ", expected 0, 1, 2, …");
        })
        .toArray();
  }

  private static List<Integer> lengths(String place, String name, long[] dims) {
    for (long dim : dims) {
      if (dim > Shape.MAX_SIZE) {
        throw new FormatException(
            "ST-SIZE", place, what(name) + "has an axis of " + dim + ", at most " + Shape.MAX_SIZE);
      }
    }
    return Arrays.stream(dims).mapToObj(Math::toIntExact).toList();
  }

  private static void requireGapless(String place, List<Entry> entries, long dataBytes) {
    long expected = 0;
    for (var entry : entries) {
      if (entry.begin != expected) {
        throw new FormatException(
            "ST-OFFSET",
            place,
            what(entry.name)
                + "begins at "
                + entry.begin
                + ", the one before it ends at "
                + expected);
      }
      expected = entry.end;
      if (expected > dataBytes) {
        throw new FormatException(
            "ST-OFFSET",
            place,
            what(entry.name)
                + "ends at "
                + expected
                + ", the data at "
                + dataBytes
                + "; was the file cut off?");
      }
    }
    if (expected != dataBytes) {
      throw new FormatException(
          "ST-OFFSET",
          place,
          (dataBytes - expected) + " bytes after the last tensor, which ends at " + expected);
    }
  }
}
