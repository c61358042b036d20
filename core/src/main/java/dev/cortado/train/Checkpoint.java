package dev.cortado.train;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run: a run that is resumed from it has the same bits as an unbroken one, also from
 * the middle of an epoch. The order of the rows and all random numbers follow from the seed and the
 * step, so it has no state of a generator.
 *
 * @param identity of the run
 * @param step the number of steps so far
 * @param epoch the current epoch, from 1
 * @param batch the next batch of this epoch, from 0
 * @param lossSum the sum of the losses of the rows of this epoch so far
 * @param rows the number of rows of this epoch so far
 * @param firstLoss of the run
 * @param fixedRate that a {@linkplain Training#rate caller} has set, or NaN
 * @param state the model's cells by name
 * @param slots of the optimizer by name
 * @param plateau the state of the plateau rule, if the recipe has one
 * @param best the best epoch so far, if the recipe stops early
 * @param epochs that are finished
 */
public record Checkpoint(
    Identity identity,
    long step,
    int epoch,
    int batch,
    double lossSum,
    long rows,
    double firstLoss,
    double fixedRate,
    SequencedMap<String, Tensor> state,
    SequencedMap<String, Tensor> slots,
    Plateau.@Nullable RateScale plateau,
    @Nullable Best best,
    List<Epoch> epochs) {

  public Checkpoint {
    state = copy(state);
    slots = copy(slots);
    epochs = List.copyOf(epochs);
  }

  /**
   * What determines the bits of a run. A run is not resumed from the checkpoint of another
   * identity.
   *
   * @param recipe its {@linkplain Recipe#text text}, but for the number of epochs
   * @param model its layers and shapes as text
   * @param train the fingerprint of the training rows
   * @param valid that of the rows for validation, or empty
   * @param numerics the version of the numerics contract
   */
  public record Identity(String recipe, String model, String train, String valid, int numerics) {

    void require(Identity other) {
      requireSame("recipe", recipe, other.recipe);
      requireSame("model", model, other.model);
      requireSame("set of training rows", train, other.train);
      requireSame("set of validation rows", valid, other.valid);
      requireSame(
          "numerics contract", Integer.toString(numerics), Integer.toString(other.numerics));
    }

    private static void requireSame(String what, String mine, String saved) {
      if (!mine.equals(saved)) {
        int from = differAt(mine, saved);
        throw new FormatException(
            "CKPT-MISMATCH",
            "checkpoint",
            "it is of another run, whose "
                + what
                + " differs: here "
                + excerpt(mine, from)
                + ", there "
                + excerpt(saved, from)
                + "; start anew, or give what it was made with");
      }
    }

    /** The start of the first word in which two texts differ. */
    private static int differAt(String a, String b) {
      int at = 0;
      int word = 0;
      while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
        at++;
        word = a.charAt(at - 1) == ' ' || a.charAt(at - 1) == '[' ? at : word;
      }
      return word;
    }

    /** The word at this place and the part it belongs to: {@code rate=0.1 of Sgd}. */
    private static String excerpt(String text, int from) {
      int end = from;
      for (int depth = 0; end < text.length() && !text.startsWith(", ", end); end++) {
        depth += text.charAt(end) == '[' ? 1 : text.charAt(end) == ']' ? -1 : 0;
        if (depth < 0) {
          break;
        }
      }
      return text.isEmpty() ? "none" : SafeText.of(text.substring(from, end) + part(text, from));
    }

    private static String part(String text, int at) {
      var starts = new ArrayDeque<Integer>();
      int start = 0;
      for (int i = 0; i < at; i++) {
        switch (text.charAt(i)) {
          case '[' -> {
            starts.push(start);
            start = i + 1;
          }
          case ']' -> starts.pollFirst();
          case ' ', '=' -> start = i + 1;
          default -> {}
        }
      }
      // The message already names the outermost part.
      if (starts.size() < 2) {
        return "";
      }
      var name = text.substring(starts.peek(), text.indexOf('[', starts.peek()));
      return name.isEmpty() ? "" : " of " + name;
    }
  }

  /**
   * The best epoch so far.
   *
   * @param watch the state of early stopping
   * @param state the model's cells after the best epoch
   */
  public record Best(EarlyStopping.BestSoFar watch, SequencedMap<String, Tensor> state) {
    public Best {
      state = copy(state);
    }
  }

  /** Requires a recipe to have at least the epochs that were begun; it may have more. */
  void requireEpochs(int most) {
    int begun = batch > 0 ? epoch : epochs.size();
    if (most < begun) {
      throw new FormatException(
          "CKPT-MISMATCH",
          "checkpoint",
          "it is at epoch "
              + begun
              + ", the recipe has "
              + most
              + "; give it "
              + begun
              + " or more, or start anew");
    }
  }

  private static SequencedMap<String, Tensor> copy(SequencedMap<String, Tensor> tensors) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
  }
}
