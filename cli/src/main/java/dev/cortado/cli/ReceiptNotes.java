package dev.cortado.cli;

import dev.cortado.data.Split;
import dev.cortado.formats.Receipt;
import dev.cortado.nn.Layer;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;

/** The notes that the command writes into the receipt of a model. */
final class ReceiptNotes {

  static final String TABLE = "table";

  private ReceiptNotes() {}

  static Receipt receipt(
      Layer model, SeededTable table, Split split, Recipe recipe, History history, Report report) {
    var receipt =
        Receipt.of(model)
            .seed(table.seed())
            .trainData(split.train().fingerprint())
            .recipe(recipe.text())
            .version(Version.current())
            .note(TABLE, table.name())
            .note(
                "rows",
                split.train().size()
                    + " for training, "
                    + split.valid().size()
                    + " for validation, "
                    + split.test().size()
                    + " held back")
            .note("epoch", history.kept() + " of " + history.epochs().size());
    for (var value : report.evaluation().values().entrySet()) {
      receipt = receipt.note("test." + value.getKey(), value.getValue().toString());
    }
    return receipt;
  }
}
