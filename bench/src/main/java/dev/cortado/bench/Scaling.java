package dev.cortado.bench;

import dev.cortado.plot.Plot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of a training grows with its sizes: {@code bench/scaling} prints the tables of
 * {@code bench/scaling.md} and draws its pictures, part by part.
 *
 * @param folder of the pictures
 * @param quick whether to take less time, for figures that are less certain
 */
record Scaling(PrintStream out, Path folder, boolean quick) {

  /** What can be asked for. */
  enum Part {
    WIDTH,
    DEPTH,
    BATCH,
    ROWS,
    THREADS,
    MEMORY
  }

  /** {@code PART FOLDER [quick]}. */
  public static void main(String[] arguments) throws IOException {
    var scaling = new Scaling(System.out, Path.of(arguments[1]), arguments.length > 2);
    scaling.print(Part.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
  }

  void print(Part part) throws IOException {
    var effort = quick ? Rounds.Effort.quick() : Rounds.Effort.full();
    switch (part) {
      case WIDTH -> print(Growth.WIDTH, Growth.WIDTH.sizes(), effort);
      case DEPTH -> print(Growth.DEPTH, Growth.DEPTH.sizes(), effort);
      case BATCH -> print(Growth.BATCH, Growth.BATCH.sizes(), effort);
      case ROWS -> print(Growth.ROWS, Growth.ROWS.sizes(), effort);
      case THREADS -> printThreads(ThreadScaling.SIZES, ThreadScaling.threads(), effort);
      case MEMORY -> printMemory(MemoryScaling.SIZES, effort.warmNanos());
    }
  }

  void print(Growth growth, List<Integer> sizes, Rounds.Effort effort) throws IOException {
    var curve = Curve.of(growth, sizes, effort);
    print(growth.name().toLowerCase(Locale.ROOT), curve.table(), curve.plot());
  }

  void printThreads(List<Exercise> sizes, List<Integer> threads, Rounds.Effort effort)
      throws IOException {
    var found = ThreadScaling.of(sizes, threads, effort);
    print("threads", found.table(), found.plot());
  }

  void printMemory(List<Exercise> sizes, long warmNanos) throws IOException {
    var found = MemoryScaling.of(sizes, warmNanos);
    print("memory", found.table(), found.plot());
  }

  private void print(String name, String table, Plot plot) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("scaling-" + name + ".svg"), plot.svg());
    out.printf("%s%n%n%s%n", name, table);
  }
}
