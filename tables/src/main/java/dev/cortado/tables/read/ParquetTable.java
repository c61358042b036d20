package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A table in one or several Parquet files.
 *
 * <p>Whole numbers, floating-point numbers and decimals are numbers, strings and UUIDs strings;
 * dates, times and timestamps those of {@code java.time}, a timestamp with a zone in UTC. Columns
 * that are nested, lists, intervals or bytes are left out; {@link #facts} says so.
 */
public final class ParquetTable implements TableSource {

  /** No page takes so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<ByteSource> sources;
  private final List<Column> columns;
  private final List<String> facts;

  private ParquetTable(List<ByteSource> sources, List<Column> columns, List<String> facts) {
    this.sources = List.copyOf(sources);
    this.columns = List.copyOf(columns);
    this.facts = List.copyOf(facts);
  }

  /** A column and its type. */
  private record Column(String name, PhysicalType type, @Nullable LogicalType logical) {

    boolean isUnsigned() {
      return logical instanceof LogicalType.IntType whole && !whole.isSigned();
    }
  }

  /** The table of files with the same columns. */
  public static ParquetTable of(List<ByteSource> sources) {
    var first = sources.getFirst();
    var content = Content.of(first);
    long rows = content.rows;
    for (var other : sources.subList(1, sources.size())) {
      var found = Content.of(other);
      rows += found.rows;
      requireSame(other, found.columns, first, content.columns);
    }
    if (rows == 0) {
      throw new FormatException("PARQUET-EMPTY", first.name(), "has no rows");
    }
    var facts = new ArrayList<String>();
    facts.add("Parquet" + (sources.size() > 1 ? ", " + sources.size() + " files" : ""));
    facts.addAll(content.facts);
    return new ParquetTable(sources, content.columns, facts);
  }

  /** What the first look at a file shows. */
  private record Content(List<Column> columns, long rows, List<String> facts) {

    static Content of(ByteSource source) {
      try (var file = new OpenFile(source)) {
        return guarded(
            source,
            () -> {
              var notes = new ArrayList<String>();
              var columns = ParquetTable.columns(file.reader.getFileSchema(), notes);
              requireNames(source, columns);
              return new Content(
                  columns,
                  file.reader.getFileMetaData().numRows(),
                  ParquetTable.facts(file.reader, notes));
            });
      }
    }
  }

  private static void requireNames(ByteSource source, List<Column> columns) {
    int names = (int) columns.stream().map(Column::name).distinct().count();
    if (columns.isEmpty() || names < columns.size() || names > CsvDialect.MOST_COLUMNS) {
      throw new FormatException(
          "PARQUET-SCHEMA",
          source.name(),
          columns.size()
              + " columns that can be read with "
              + names
              + " names, expected 1 to 65,536 and a name for each");
    }
  }

  private static List<String> facts(ParquetFileReader reader, List<String> notes) {
    var facts = new ArrayList<String>();
    var codecs =
        reader.getFileMetaData().rowGroups().stream()
            .flatMap(group -> group.columns().stream())
            .map(chunk -> chunk.metaData().codec().name().toLowerCase(Locale.ROOT))
            .distinct()
            .sorted()
            .toList();
    facts.add("compression " + String.join(", ", codecs));
    facts.addAll(notes);
    return facts;
  }

  private static List<Column> columns(FileSchema schema, List<String> notes) {
    var columns = new ArrayList<Column>();
    for (var node : schema.getRootNode().children()) {
      var shown = "column '" + SafeText.of(node.name()) + "' is left out: ";
      switch (node) {
        case SchemaNode.GroupNode _ -> notes.add(shown + "nested");
        case SchemaNode.PrimitiveNode leaf -> {
          if (leaf.repetitionType() == RepetitionType.REPEATED) {
            notes.add(shown + "repeated");
          } else if (isReadable(leaf)) {
            columns.add(new Column(leaf.name(), leaf.type(), leaf.logicalType()));
          } else {
            notes.add(shown + (leaf.logicalType() == null ? leaf.type() : leaf.logicalType()));
          }
        }
        default -> notes.add(shown + "of an unknown kind");
      }
    }
    return columns;
  }

  private static boolean isReadable(SchemaNode.PrimitiveNode leaf) {
    return switch (leaf.logicalType()) {
      case null ->
          leaf.type() != PhysicalType.BYTE_ARRAY
              && leaf.type() != PhysicalType.FIXED_LEN_BYTE_ARRAY;
      case LogicalType.StringType _,
          LogicalType.EnumType _,
          LogicalType.JsonType _,
          LogicalType.UuidType _,
          LogicalType.IntType _,
          LogicalType.DecimalType _,
          LogicalType.DateType _,
          LogicalType.TimeType _,
          LogicalType.TimestampType _,
          LogicalType.Float16Type _,
          LogicalType.NullType _ ->
          true;
      default -> false;
    };
  }

  private static void requireSame(
      ByteSource source, List<Column> found, ByteSource first, List<Column> expected) {
    if (!found.equals(expected)) {
      throw new FormatException(
          "PARQUET-SCHEMA",
          source.name(),
          "columns are " + shown(found) + "; those of " + first.name() + " are " + shown(expected));
    }
  }

  private static String shown(List<Column> columns) {
    return SafeText.of(
        String.join(
            ", ", columns.stream().map(column -> column.name + " " + column.type).toList()));
  }

  /** The columns alone, unless a name of theirs means a part of a nested column, too. */
  private ColumnProjection projection(FileSchema schema) {
    var names = columns.stream().map(Column::name).toList();
    var leaves = schema.getColumns().stream().map(ColumnSchema::name).toList();
    boolean unique =
        names.stream()
            .allMatch(name -> name.indexOf('.') < 0 && Collections.frequency(leaves, name) == 1);
    return unique ? ColumnProjection.columns(names.toArray(String[]::new)) : ColumnProjection.all();
  }

  @Override
  public String name() {
    return sources.getFirst().name();
  }

  @Override
  public List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  @Override
  public List<String> facts() {
    return facts;
  }

  @Override
  public RowReader open() {
    return new Rows();
  }

  /**
   * Parts of a file, mapped rather than copied, and never more than it has. A damaged file could make
   * Hardwood ask for parts forever: their sum is bounded, too.
   */
  private static final class Ranges implements InputFile {

    private static final int MOST_READINGS = 4;

    private final ByteSource source;
    private final FileChannel channel;
    private final AtomicLong left;

    Ranges(ByteSource source, FileChannel channel) {
      this.source = source;
      this.channel = channel;
      this.left = new AtomicLong(MOST_READINGS * source.size());
    }

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
      if (offset < 0 || length <= 0 || offset > source.size() - length) {
        throw new IOException("bytes " + offset + " to " + (offset + length) + " do not exist");
      }
      if (left.addAndGet(-length) < 0) {
        throw new IOException("its parts overlap");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    }

    @Override
    public long length() {
      return source.size();
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public void close() {}
  }

  /** A file that is being read. */
  private static final class OpenFile implements AutoCloseable {

    private final ByteSource source;
    private final FileChannel channel;
    private final HardwoodContext context;
    private final StallGuard guard;
    private final ParquetFileReader reader;

    OpenFile(ByteSource source) {
      this.source = source;
      this.channel =
          Reading.of(
              "PARQUET",
              source.name(),
              () -> {
                source.requireUnchanged("PARQUET");
                return source.channel();
              });
      this.context = ParquetCodecs.context();
      this.guard = new StallGuard(PATIENCE);
      try {
        this.reader =
            guarded(source, () -> ParquetFileReader.open(new Ranges(source, channel), context));
      } catch (RuntimeException e) {
        closeContext();
        throw e;
      }
    }

    @Override
    public void close() {
      call(() -> {
        reader.close();
        return true;
      });
      closeContext();
    }

    /** A call of Hardwood's that may wait for its threads. */
    <T> T call(Reading<T> reading) {
      return guarded(source, () -> guard.call(reading));
    }

    private void closeContext() {
      guard.close();
      context.close();
      source.release(channel);
    }
  }

  /** Whatever a damaged file makes Hardwood throw names the file. */
  private static <T> T guarded(ByteSource source, Reading<T> reading) {
    try {
      return reading.read();
    } catch (FormatException e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      throw new FormatException(
          "PARQUET-CODEC",
          source.name(),
          SafeText.of(String.valueOf(e.getMessage())) + "; or write it with Snappy or gzip",
          e);
    } catch (IOException | RuntimeException | StackOverflowError | InternalError e) {
      // A mapped file that became shorter is an InternalError.
      Reading.check("PARQUET", source.name(), () -> source.requireUnchanged("PARQUET"));
      if (isMemory(e)) {
        throw new FormatException(
            "PARQUET-DATA",
            source.name(),
            "a page of it does not fit into the heap; damaged, or the heap is too small",
            e);
      }
      throw new FormatException(
          "PARQUET-DATA",
          source.name(),
          "damaged or not Parquet (" + SafeText.of(String.valueOf(e.getMessage())) + ")",
          e);
    }
  }

  private static boolean isMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** The rows of one file after another. */
  private final class Rows implements RowReader {

    private int file;
    private long row;
    private final int[] fields = new int[columns.size()];
    private OpenFile open;
    private dev.hardwood.reader.RowReader reader;

    Rows() {
      this.open = new OpenFile(sources.getFirst());
      this.reader = rows(open);
    }

    private dev.hardwood.reader.RowReader rows(OpenFile opened) {
      try {
        return opened.call(() -> {
          var schema = opened.reader.getFileSchema();
          var rows = opened.reader.buildRowReader().projection(projection(schema)).build();
          var places = new HashMap<String, Integer>();
          for (int i = 0; i < rows.getFieldCount(); i++) {
            places.put(rows.getFieldName(i), i);
          }
          for (int i = 0; i < fields.length; i++) {
            fields[i] = Objects.requireNonNull(places.get(columns.get(i).name));
          }
          return rows;
        });
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      while (!open.call(reader::hasNext)) {
        Reading.check("PARQUET", open.source.name(), () -> open.source.requireUnchanged("PARQUET"));
        if (file + 1 == sources.size()) {
          return false;
        }
        close();
        open = new OpenFile(sources.get(++file));
        reader = rows(open);
        row = 0;
      }
      row++;
      return open.call(() -> {
        reader.next();
        for (int i = 0; i < columns.size(); i++) {
          values[i] =
              reader.isNull(fields[i])
                  ? null
                  : ParquetValue.of(reader.getValue(fields[i]), columns.get(i).isUnsigned());
        }
        return true;
      });
    }

    @Override
    public String place() {
      return open.source.name() + ": row " + row;
    }

    @Override
    public void close() {
      open.call(() -> {
        reader.close();
        return true;
      });
      open.close();
    }
  }
}
