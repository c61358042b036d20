package dev.cortado.train;

import dev.cortado.internal.Errors;
import java.util.List;

/**
 * How a training went, as data.
 *
 * <pre>{@code
 * var history = Trainer.fit(model, recipe, split.train(), split.valid());
 * history.best().value("valid.accuracy");
 * Files.writeString(Path.of("history.svg"), history.svg());
 * }</pre>
 *
 * @param epochs in order
 * @param firstLoss of the first batch, before any step
 * @param kept the number of the epoch whose weights the model has at the end; 0 after a stop in the
 *     middle of an epoch
 * @param ending why it ended
 */
public record History(List<Epoch> epochs, double firstLoss, int kept, Ending ending) {

  /** Why a training ended. */
  public enum Ending {
    /** It goes on. */
    UNFINISHED,
    /** All epochs are done. */
    EPOCHS_DONE,
    /** It did not get better for as long as {@link EarlyStopping} waits. */
    NO_BETTER,
    /** A callback asked for it. */
    STOPPED
  }

  public History {
    epochs = List.copyOf(epochs);
  }

  /** The last epoch. */
  public Epoch last() {
    requireEpochs();
    return epochs.getLast();
  }

  /** The epoch whose weights the model has. */
  public Epoch best() {
    requireEpochs();
    return epochs.stream()
        .filter(epoch -> epoch.number() == kept)
        .findFirst()
        .orElseThrow(
            () -> Errors.state("history: the model has the weights of no epoch; see last()"));
  }

  /** A value over the epochs. */
  public double[] values(String name) {
    return epochs.stream().mapToDouble(epoch -> epoch.value(name)).toArray();
  }

  /** Losses, metrics and rates as a picture. */
  public String svg() {
    return HistoryPlot.svg(this);
  }

  private void requireEpochs() {
    if (epochs.isEmpty()) {
      throw Errors.state("history: no epoch was finished");
    }
  }
}
