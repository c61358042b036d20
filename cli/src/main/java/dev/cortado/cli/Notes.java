package dev.cortado.cli;

import dev.cortado.data.Split;
import dev.cortado.formats.Receipt;
import dev.cortado.nn.Layer;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;

/** What the command writes into a model's receipt, and looks for there. */
final class Notes {

  static final String TABLE = "table";

  private Notes() {}

  static Receipt receipt(
      Layer model, Source source, Split split, Recipe recipe, History history, Report report) {
    var receipt =
        Receipt.of(model)
            .seed(source.seed())
            .trainData(split.train().fingerprint())
            .recipe(recipe.text())
            .version(Version.current())
            .note(TABLE, source.table().name())
            .note(
                "rows",
                split.train().size()
                    + " to train on, "
                    + split.valid().size()
                    + " to choose by, "
                    + split.test().size()
                    + " held back")
            .note("epoch", history.kept() + " of " + history.epochs().size());
    for (var value : report.evaluation().values().entrySet()) {
      receipt = receipt.note("test." + value.getKey(), value.getValue().toString());
    }
    return receipt;
  }
}
