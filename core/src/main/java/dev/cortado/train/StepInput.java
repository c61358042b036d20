package dev.cortado.train;

import dev.cortado.data.Batch;
import dev.cortado.data.Batches;
import dev.cortado.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rows of a step: as a batch of tensors, or copied into the arrays of a compiled step. */
sealed interface StepInput {

  /** How many rows. */
  int size();

  Batch batch();

  /** The weights of the rows, if they are weighted. */
  @Nullable Tensor weights();

  void copyTo(float[] x, float[] y, float @Nullable [] weights);

  /** A batch that the caller made. */
  record Given(Batch batch) implements StepInput {
    @Override
    public int size() {
      return batch.size();
    }

    @Override
    public @Nullable Tensor weights() {
      return null;
    }

    @Override
    public void copyTo(float[] x, float[] y, float @Nullable [] weights) {
      batch.x().copyTo(x, 0);
      batch.y().copyTo(y, 0);
    }
  }

  /**
   * A batch of an epoch.
   *
   * @param order the batches of the epoch
   * @param number which of them, from 0
   * @param weightsOfAll a weight for each row of the data set, if rows are weighted
   * @param variation what is done to a batch before it is used, if anything
   */
  record OfEpoch(
      Batches order,
      int number,
      @Nullable Tensor weightsOfAll,
      @Nullable UnaryOperator<Batch> variation)
      implements StepInput {

    @Override
    public int size() {
      return order.sizeOf(number);
    }

    @Override
    public Batch batch() {
      var batch = order.at(number);
      return variation == null ? batch : variation.apply(batch);
    }

    @Override
    public @Nullable Tensor weights() {
      if (weightsOfAll == null) {
        return null;
      }
      float[] ofRows = new float[size()];
      order.copy(number, weightsOfAll, ofRows);
      return Tensor.of(ofRows);
    }

    @Override
    public void copyTo(float[] x, float[] y, float @Nullable [] weights) {
      if (variation == null) {
        order.copy(number, x, y);
      } else {
        new Given(batch()).copyTo(x, y, null);
      }
      if (weightsOfAll != null && weights != null) {
        order.copy(number, weightsOfAll, weights);
      }
    }
  }
}
