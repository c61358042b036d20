package dev.cortado.train;

import dev.cortado.data.Batch;
import dev.cortado.data.Batches;
import dev.cortado.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a step: as a batch of tensors, or copied into arrays that are there already.
 *
 * @param order the batches of the epoch
 * @param number which of them, from 0
 * @param weights a weight for each row of the data set, if rows are weighted
 * @param variation what is done to a batch before it is used, if anything
 */
record StepInput(
    Batches order, int number, @Nullable Tensor weights, @Nullable UnaryOperator<Batch> variation) {

  int size() {
    return order.sizeOf(number);
  }

  Batch batch() {
    var batch = order.at(number);
    return variation == null ? batch : variation.apply(batch);
  }

  /** The weights of the rows of a batch. */
  @Nullable Tensor weightsOfRows() {
    return weights == null ? null : weightsOf(weights);
  }

  private Tensor weightsOf(Tensor all) {
    float[] ofRows = new float[size()];
    order.copy(number, all, ofRows);
    return Tensor.of(ofRows);
  }

  void copy(float[] x, float[] y, float @Nullable [] weightsOfRows) {
    if (variation == null) {
      order.copy(number, x, y);
    } else {
      var batch = batch();
      batch.x().copyTo(x, 0);
      batch.y().copyTo(y, 0);
    }
    if (weights != null && weightsOfRows != null) {
      order.copy(number, weights, weightsOfRows);
    }
  }
}
