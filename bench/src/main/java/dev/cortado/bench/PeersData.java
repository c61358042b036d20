package dev.cortado.bench;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

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

  /** What the network is given, the first so many rows. */
  Tensor inputs(Workload workload, int rows) {
    return numbers(rowsOf(workload) + ".x", Shape.of(rows, workload.in()), false);
  }

  /** What it is to tell. */
  Tensor targets(Workload workload, int rows) {
    boolean whole = workload.task() == Workload.Task.CLASSES;
    var shape = whole ? Shape.of(rows) : Shape.of(rows, workload.targets());
    return numbers(rowsOf(workload) + ".y", shape, whole);
  }

  Workload.Weights weights(Workload workload) {
    int count = Workload.Weights.count(workload);
    var weights = numbers(workload + ".w", Shape.of(count), false);
    return new Workload.Weights(workload, weights.toArray());
  }

  private static String rowsOf(Workload workload) {
    return switch (workload) {
      case W3, W4 -> "W34";
      case W1, W2, W5, W6 -> workload.name();
    };
  }

  private Tensor numbers(String file, Shape shape, boolean whole) {
    var bytes = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.written(
        shape,
        values -> {
          try (var channel = FileChannel.open(folder.resolve(file))) {
            while (values.hasRemaining()) {
              fill(bytes.clear(), channel, (long) values.remaining() * Float.BYTES);
              while (bytes.hasRemaining()) {
                values.put(whole ? bytes.getInt() : bytes.getFloat());
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException(
                "cannot read "
                    + folder.resolve(file)
                    + "; set PEERS_HOME to the folder of the peers",
                e);
          }
        });
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
