package dev.cortado.tables;

import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.History;
import java.util.List;

/**
 * What came of a training of a table.
 *
 * @param model from encoded rows to logits, or to numbers: the mean of all networks
 * @param histories of the networks, in order
 * @param heldOut what networks gave for rows that they were not trained on: for every training row,
 *     or with rows for validation for these; before the temperature
 * @param metric by its name
 * @param scores of the networks, on the rows they were not trained on
 * @param score of {@code heldOut}
 * @param recipe of the networks
 * @param coding what was found out about the columns, by the first network's rows
 */
public record TrainedTable(
    Layer model,
    List<History> histories,
    Tensor heldOut,
    TableMetric metric,
    List<Double> scores,
    double score,
    TableRecipe recipe,
    List<String> coding) {

  public TrainedTable {
    histories = List.copyOf(histories);
    scores = List.copyOf(scores);
    coding = List.copyOf(coding);
  }
}
