package dev.cortado.bench;

import dev.cortado.train.Event;
import java.util.List;

/** What grows, while the rest of a training stays as it is. */
enum Growth {
  /** The units of both hidden layers. */
  WIDTH("units in each hidden layer", 16, 32, 64, 128, 256, 512, 1024, 2048),
  /** The hidden layers. */
  DEPTH("hidden layers", 1, 2, 4, 8, 16, 32),
  /** The rows of a step. */
  BATCH("rows in a batch", 1, 4, 16, 64, 256, 1024, 4096),
  /** The rows of an epoch. */
  ROWS("rows", 1_000, 10_000, 100_000, 1_000_000);

  private final String label;
  private final List<Integer> sizes;

  Growth(String label, Integer... sizes) {
    this.label = label;
    this.sizes = List.of(sizes);
  }

  /** What its sizes are numbers of. */
  String label() {
    return label;
  }

  /** From small to large. */
  List<Integer> sizes() {
    return sizes;
  }

  /** The usual training but for this. */
  Exercise exercise(int size) {
    var usual = Exercise.usual();
    return switch (this) {
      case WIDTH -> usual.width(size);
      case DEPTH -> usual.depth(size);
      case BATCH -> usual.batch(size);
      case ROWS -> usual.rows(size);
    };
  }

  /** What is timed. */
  String unit() {
    return this == ROWS ? "an epoch" : "a step";
  }

  /** By what event it ends. */
  Class<? extends Event> end() {
    return this == ROWS ? Event.EpochEnded.class : Event.BatchEnded.class;
  }

  /** The multiply-adds that are timed. */
  long work(Exercise exercise) {
    return this == ROWS ? exercise.multiplyAddsOfEpoch() : exercise.multiplyAdds();
  }

  /** The rows that are used meanwhile. */
  int rows(Exercise exercise) {
    return this == ROWS ? exercise.rows() : exercise.batch();
  }
}
