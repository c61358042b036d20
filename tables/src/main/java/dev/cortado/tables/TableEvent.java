package dev.cortado.tables;

import dev.cortado.train.Epoch;

/** What happens while a table is trained; networks trained side by side tell in turn. */
public sealed interface TableEvent {

  /** Which network, from 1 on. */
  int network();

  /**
   * A network is there and its training begins or goes on.
   *
   * @param networks how many are planned
   * @param rows that it is trained on
   * @param epochs at most
   */
  record Began(int network, int networks, int rows, int epochs) implements TableEvent {}

  /**
   * A step was taken.
   *
   * @param step how many there are now
   * @param steps of the whole training
   * @param loss of the batch before the step
   */
  record Stepped(int network, long step, long steps, double loss) implements TableEvent {}

  /**
   * Every row was used once more.
   *
   * @param metric the value that decides which epoch is kept
   * @param rowsPerSecond in this epoch, its evaluation included
   */
  record EpochEnded(int network, Epoch epoch, double metric, double rowsPerSecond)
      implements TableEvent {}

  /**
   * A network is trained.
   *
   * @param epoch whose weights it has
   * @param metric on the rows it was not trained on
   */
  record Ended(int network, int epoch, double metric) implements TableEvent {}
}
