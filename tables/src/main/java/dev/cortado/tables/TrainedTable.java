package dev.cortado.tables;

import dev.cortado.data.RowOrder;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.History;
import java.util.List;

/**
 * What came of a training of a table.
 *
 * @param model from encoded rows to logits, or to numbers: the mean of all networks
 * @param histories of the networks, in order
 * @param heldOutRows rows that networks were not trained on: their numbers among the training rows,
 *     ascending, or with rows for validation among these
 * @param heldOut what the networks gave for these rows, before the temperature
 * @param metric by its name
 * @param scores of the networks, on the rows they were not trained on
 * @param score of {@code heldOut}
 * @param recipe of the networks
 * @param settings of the training; if there was a budget, with the networks and epochs that it left
 *     room for: without a budget they give the same bits
 * @param coding what was found out about the columns, by the first network's rows
 */
public record TrainedTable(
    Layer model,
    List<History> histories,
    RowOrder heldOutRows,
    Tensor heldOut,
    TableMetric metric,
    List<Double> scores,
    double score,
    TableRecipe recipe,
    TableSettings settings,
    List<String> coding) {

  public TrainedTable {
    histories = List.copyOf(histories);
    scores = List.copyOf(scores);
    coding = List.copyOf(coding);
  }
}
