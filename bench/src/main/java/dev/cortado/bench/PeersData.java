package dev.cortado.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The numbers that all contestants are given, in files of 32-bit numbers without a header, lowest
 * byte first.
 *
 * @param folder where they lie
 */
record PeersData(Path folder) {

  private static final int CHUNK = 1 << 20;

  /** The folder that the environment names, or that lies beside the project. */
  static PeersData find() {
    var peers = System.getenv("PEERS_HOME");
    var home =
        peers != null
            ? Path.of(peers)
            : Path.of(System.getProperty("cortado.home", "."), "../shared/peers");
    var data = System.getenv("PEERS_DATA");
    return new PeersData(data != null ? Path.of(data) : home.resolve("data"));
  }

  /** What the network is given, row {@code i} at {@code order[i]}, over and over. */
  float[] inputs(Workload workload, int[] order) {
    return rows(rowsOf(workload) + ".x", workload.rows(), workload.in(), order, false);
  }

  /** What it is to tell, in the same order. */
  float[] targets(Workload workload, int[] order) {
    boolean whole = workload.task() == Workload.Task.CLASSES;
    return rows(rowsOf(workload) + ".y", workload.rows(), workload.targets(), order, whole);
  }

  Workload.Weights weights(Workload workload) {
    int count = Workload.Weights.count(workload);
    return new Workload.Weights(workload, rows(workload + ".w", count, 1, firstTo(count), false));
  }

  /** {@code 0, 1, …, n − 1}. */
  static int[] firstTo(int n) {
    var numbers = new int[n];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  private static String rowsOf(Workload workload) {
    return switch (workload) {
      case W3, W4 -> "W34";
      case W1, W2, W5, W6 -> workload.name();
    };
  }

  private float[] rows(String file, int rows, int width, int[] order, boolean whole) {
    var all = new float[order.length * width];
    int rowBytes = width * Float.BYTES;
    var bytes =
        ByteBuffer.allocateDirect(Math.max(1, CHUNK / rowBytes) * rowBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    var row = new float[width];
    try (var channel = FileChannel.open(folder.resolve(file))) {
      for (int number = 0; number < rows; number++) {
        if (number == 0 || bytes.remaining() < rowBytes) {
          fill(bytes.clear(), channel, (long) (rows - number) * rowBytes);
        }
        for (int i = 0; i < width; i++) {
          row[i] = whole ? bytes.getInt() : bytes.getFloat();
        }
        for (int i = number; i < order.length; i += rows) {
          System.arraycopy(row, 0, all, order[i] * width, width);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + folder.resolve(file) + "; set PEERS_HOME to the folder of the peers", e);
    }
    return all;
  }

  private static void fill(ByteBuffer bytes, FileChannel channel, long left) throws IOException {
    bytes.limit((int) Math.min(bytes.capacity(), left));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the file ends too early");
      }
    }
    bytes.flip();
  }
}
