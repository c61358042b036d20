package dev.cortado.model;

import dev.cortado.data.Dataset;
import dev.cortado.internal.Errors;

/** Checks that rows are a table of finite numbers. */
final class TableChecks {

  private TableChecks() {}

  static void requireTable(String model, Dataset data) {
    var shape = data.x().shape();
    if (shape.rank() != 2) {
      throw Errors.argument(
          "%s: x %s, expected rows of numbers [n, features]; flatten the rows", model, shape);
    }
    if (shape.size() == 0) {
      throw Errors.argument("%s: x %s is empty", model, shape);
    }
    requireFinite(model, data);
  }

  private static void requireFinite(String model, Dataset data) {
    float[] x = data.x().toArray();
    var features = data.schema().features();
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw Errors.argument(
            "%s: row %d, '%s' is %s; fill in or leave out what is missing",
            model, i / features.size(), features.get(i % features.size()), x[i]);
      }
    }
    float[] y = data.y().toArray();
    for (int i = 0; i < y.length; i++) {
      if (!Float.isFinite(y[i])) {
        throw Errors.argument(
            "%s: the target of row %d is %s; leave the row out",
            model, i / (y.length / data.size()), y[i]);
      }
    }
  }
}
