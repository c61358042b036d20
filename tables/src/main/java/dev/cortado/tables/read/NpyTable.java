package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A table in NumPy's formats. The rows of {@code .npy} have columns x0, x1, …; each array of {@code
 * .npz} gives columns of its own name, with a number if it has more than one axis. Arrays with
 * another number of rows than the first are left out; {@link #facts} says so.
 */
public final class NpyTable implements TableSource {

  private final ByteSource source;
  private final List<NpyArray> arrays;
  private final List<String> columns;
  private final List<String> facts;

  private NpyTable(ByteSource source, List<NpyArray> found, List<String> notes) {
    this.source = source;
    var first = found.getFirst();
    var facts = new ArrayList<>(notes);
    var columns = new ArrayList<String>();
    var arrays = new ArrayList<NpyArray>();
    for (var array : found) {
      long rows = array.header().rows();
      if (rows != first.header().rows() || array.header().shape().isEmpty()) {
        facts.add(
            "array '"
                + SafeText.of(array.name())
                + "' is left out: shape "
                + array.header().shape()
                + ", '"
                + SafeText.of(first.name())
                + "' has "
                + first.header().rows()
                + " rows");
      } else {
        columns.addAll(names(array, columns.size()));
        arrays.add(array);
        facts.add(
            "array '"
                + SafeText.of(array.name())
                + "' of shape "
                + array.header().shape()
                + ", type "
                + array.header().type());
      }
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new FormatException("NPY-COLUMNS", source.name(), "two columns of the same name");
    }
    this.arrays = List.copyOf(arrays);
    this.columns = List.copyOf(columns);
    this.facts = List.copyOf(facts);
  }

  private static List<String> names(NpyArray array, int others) {
    long width = array.header().width();
    if (width + others > CsvDialect.MOST_COLUMNS) {
      throw new FormatException("NPY-COLUMNS", array.place(), "more than 65,536 columns");
    }
    var name = array.name();
    if (array.header().shape().size() == 1 && !name.equals("x")) {
      return List.of(name);
    }
    boolean digit = !name.isEmpty() && Character.isDigit(name.charAt(name.length() - 1));
    var names = new ArrayList<String>();
    for (int i = 0; i < width; i++) {
      names.add(name + (digit ? "_" : "") + i);
    }
    return names;
  }

  /** The table of an array. */
  public static NpyTable ofArray(ByteSource file) {
    return Reading.of(
        "NPY",
        file.name(),
        () -> {
          ByteSource source = file;
          NpyHeader header;
          try (var in = Gunzip.open(file)) {
            header = NpyHeader.read(file.name(), in);
            if (Gunzip.isCompressed(file)) {
              source = ByteSource.copyOf(in, file.name(), header.dataBytes());
              header = new NpyHeader(header.type(), header.fortran(), header.shape(), 0);
            }
          }
          header.requireBytes(file.name(), source.size() - header.dataOffset());
          requireRows(file.name(), header);
          return new NpyTable(
              file, List.of(new NpyArray("x", file.name(), header, source)), List.of());
        });
  }

  /** The table of an archive of arrays. */
  public static NpyTable ofArchive(ByteSource source) {
    if (!(source instanceof ByteSource.FileBytes file)) {
      throw new FormatException("NPY-NPZ", source.name(), "not from a pipe; save it to a file");
    }
    return Reading.of(
        "NPY",
        source.name(),
        () -> {
          var arrays = new ArrayList<NpyArray>();
          var notes = new ArrayList<String>();
          try (var zip = new ZipFile(file.path().toFile())) {
            var entries = zip.stream().toList();
            for (var entry : entries) {
              var name = entry.getName().replaceFirst("\\.npy$", "");
              var place = source.name() + "[" + SafeText.of(name) + "]";
              try (var in = zip.getInputStream(entry)) {
                var header = NpyHeader.read(place, in);
                header.requireBytes(
                    place, entry.getSize() < 0 ? -1 : entry.getSize() - header.dataOffset());
                var copy = ByteSource.copyOf(in, place, header.dataBytes());
                header.requireBytes(place, copy.size());
                var moved = new NpyHeader(header.type(), header.fortran(), header.shape(), 0);
                arrays.add(new NpyArray(name, place, moved, copy));
              }
            }
          }
          if (arrays.isEmpty()) {
            throw new FormatException("NPY-NPZ", source.name(), "has no arrays");
          }
          arrays.sort(Comparator.comparing((NpyArray array) -> array.header().shape().size() < 2));
          requireRows(source.name(), arrays.getFirst().header());
          return new NpyTable(source, arrays, notes);
        });
  }

  private static void requireRows(String place, NpyHeader header) {
    if (header.shape().isEmpty() || header.dataBytes() == 0) {
      throw new FormatException(
          "DATA-EMPTY", place, "shape " + header.shape() + " has no rows and columns");
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> facts() {
    return facts;
  }

  @Override
  public RowReader open() {
    return Reading.of("NPY", source.name(), Rows::new);
  }

  /** The rows of all arrays side by side. */
  private final class Rows implements RowReader {

    private final List<NpyArray.Reader> parts = new ArrayList<>();
    private long row;

    Rows() throws IOException {
      source.requireUnchanged("NPY");
      for (var array : arrays) {
        parts.add(array.new Reader());
      }
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      return Reading.of("NPY", source.name(), () -> read(values));
    }

    private boolean read(@Nullable Object[] values) throws IOException {
      int from = 0;
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).next(values, from)) {
          source.requireUnchanged("NPY");
          return false;
        }
        from += (int) arrays.get(i).header().width();
      }
      row++;
      return true;
    }

    @Override
    public String place() {
      return source.name() + ": row " + row;
    }

    @Override
    public void close() {
      parts.forEach(NpyArray.Reader::close);
    }
  }
}
