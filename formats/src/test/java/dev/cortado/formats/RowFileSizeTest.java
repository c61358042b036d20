package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.RowOrder;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Callback;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More rows than a float can count and more bytes than an int: a file of zeros that takes no room
 * on the disk.
 */
class RowFileSizeTest {

  private static final int ROWS = (1 << 24) + 5;
  private static final int FEATURES = 40;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void makeRoom() throws IOException {
    file = folder.resolve("large.rows");
    long x = (long) ROWS * FEATURES * Float.BYTES;
    long y = (long) ROWS * Float.BYTES;
    assertThat(x).isGreaterThan(Integer.MAX_VALUE);
    var names = new ArrayList<String>();
    for (int column = 0; column < FEATURES; column++) {
      names.add("'c" + column + "'");
    }
    var schema =
        "{'features':[%s],'target':{'kind':'numbers','names':['y']}}"
            .formatted(String.join(",", names))
            .replace('\'', '"');
    var header =
        """
        {"__metadata__":{"cortado.schema":%s},\
        "x":{"dtype":"F32","shape":[%d,%d],"data_offsets":[0,%d]},\
        "y":{"dtype":"F32","shape":[%d,1],"data_offsets":[%d,%d]}}\
        """
            .formatted(Json.of(schema).text(), ROWS, FEATURES, x, ROWS, x, x + y);
    byte[] start = RowFileFaultsTest.bytes(header);
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(start);
      out.setLength(start.length + x + y);
      mark(out, start.length + x - 4, 42);
      mark(out, start.length + x + y - 4, 43);
    }
  }

  private static void mark(RandomAccessFile out, long at, float value) throws IOException {
    out.seek(at);
    out.writeInt(Integer.reverseBytes(Float.floatToIntBits(value)));
  }

  @Test
  void theLastRowIsFound() {
    try (var rows = RowFile.open(file)) {
      var last = rows.rows(RowOrder.of(ROWS - 1, 0));

      assertThat(rows.size()).isEqualTo(ROWS);
      assertThat(last.x().at(0, FEATURES - 1)).isEqualTo(42);
      assertThat(last.x().at(1, FEATURES - 1)).isZero();
      assertThat(last.y().toArray()).containsExactly(43, 0);
      assertThat(rows.y(ROWS - 1, ROWS).item()).isEqualTo(43);
    }
  }

  @Test
  void aTrainingTakesItsSteps() {
    var losses = new ArrayList<Double>();
    Callback watch =
        event -> {
          if (event instanceof Event.BatchEnded(_, _, double loss)) {
            losses.add(loss);
          }
          return losses.size() == 3 ? Signal.STOP : Signal.CONTINUE;
        };
    try (var rows = RowFile.open(file)) {
      var recipe = Recipe.of(Loss.mse(), Sgd.of(0.1)).batchSize(100);
      Trainer.fit(Dense.of(FEATURES, 1), recipe, rows, watch);
    }
    assertThat(losses).hasSize(3).allMatch(Double::isFinite);
  }

  @Test
  void readingABatchDoesNotAllocateForEachRow() {
    int count = 20_000;
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] x = new float[count * FEATURES];
    float[] y = new float[count];
    try (var rows = RowFile.open(file)) {
      var scattered = RowOrder.of(Rng.of(1).permutation(count));
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long before = threads.getTotalThreadAllocatedBytes();
        rows.copy(scattered, 0, count, x, y);
        least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
      }

      assertThat(least).isLessThan(count);
    }
  }
}
