package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.table.Preparation;
import dev.cortado.table.RawValueException;
import dev.cortado.table.RowEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table as a trained model takes them: columns are found by their names, and
 * those that the model does not use are skipped.
 *
 * <pre>{@code
 * try (var rows = EncodedReader.of(Tables.read("new.csv"), preparation)) {
 *   float[] row = new float[rows.width()];
 *   while (rows.next(row, 0)) { … }
 * }
 * }</pre>
 */
public final class EncodedReader implements AutoCloseable {

  private final RowEncoder encoder;
  private final RowReader reader;
  private final List<String> ignored;
  private final int[] places;
  private final int[] targetPlaces;
  private final @Nullable Object[] all;
  private final @Nullable Object[] values;
  private final @Nullable Object[] targets;

  private EncodedReader(TableSource source, RowEncoder encoder, List<String> targetColumns) {
    var preparation = encoder.preparation();
    this.encoder = encoder;
    places = places(source, preparation.names());
    targetPlaces = places(source, targetColumns);
    ignored = preparation.ignored(source.columns());
    all = new Object[source.columns().size()];
    values = new Object[places.length];
    targets = new Object[targetPlaces.length];
    reader = source.open();
  }

  /** Of rows to predict. */
  public static EncodedReader of(TableSource source, Preparation preparation) {
    return new EncodedReader(source, RowEncoder.of(preparation), List.of());
  }

  /** Of rows and what is asked of them. */
  static EncodedReader withTarget(TableSource source, RowEncoder encoder) {
    return new EncodedReader(source, encoder, encoder.preparation().targetColumns());
  }

  /** The rows and what is asked of them, in memory. Rows without a target are left out. */
  public static Dataset read(TableSource source, Preparation preparation) {
    var columns = preparation.targetColumns();
    try (var rows = withTarget(source, RowEncoder.of(preparation))) {
      var encoded = new EncodedRows(preparation.schema(), rows.encoder.targetWidth(), null);
      float[] x = new float[rows.width()];
      float[] y = new float[rows.encoder.targetWidth()];
      while (rows.advance()) {
        if (rows.target(y)) {
          rows.encode(x, 0);
          encoded.add(x, y);
        }
      }
      if (encoded.size() == 0) {
        throw new FormatException(
            "CSV-EMPTY", source.name(), "no row has a value of '" + safe(columns) + "'");
      }
      return (Dataset) encoded.rows();
    }
  }

  private static int[] places(TableSource source, List<String> names) {
    int[] places = new int[names.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = source.columns().indexOf(names.get(i));
      if (places[i] < 0) {
        throw TableFaults.noColumn("CSV-COLUMN", source, names.get(i));
      }
    }
    return places;
  }

  private static String safe(List<String> names) {
    return SafeText.of(String.join(", ", names));
  }

  /** How many numbers an encoded row has. */
  public int width() {
    return encoder.width();
  }

  /** The columns of the table that the model does not use. */
  public List<String> ignored() {
    return ignored;
  }

  /**
   * Reads the next row and returns false at the end.
   *
   * @param into receives the encoded row from place {@code at} on
   * @throws FormatException if a value cannot be read
   */
  public boolean next(float[] into, int at) {
    boolean more = advance();
    if (more) {
      encode(into, at);
    }
    return more;
  }

  /** Goes to the next row and returns false at the end. */
  boolean advance() {
    return reader.next(all);
  }

  /** Encodes the row. */
  void encode(float[] into, int at) {
    for (int i = 0; i < places.length; i++) {
      values[i] = all[places[i]];
    }
    try {
      encoder.encode(values, into, at);
    } catch (RawValueException e) {
      throw TableFaults.of(e, reader.place());
    }
  }

  /** Encodes what is asked of the row and returns false if it is missing. */
  boolean target(float[] into) {
    for (int i = 0; i < targetPlaces.length; i++) {
      targets[i] = all[targetPlaces[i]];
    }
    try {
      return encoder.target(targets, into, 0);
    } catch (RawValueException e) {
      throw TableFaults.of(e, reader.place());
    }
  }

  /** A raw value of the row, by the place of its column in the table. */
  @Nullable Object value(int column) {
    return all[column];
  }

  /** Where the row stands. */
  String place() {
    return reader.place();
  }

  @Override
  public void close() {
    reader.close();
  }
}
