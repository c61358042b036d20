package dev.cortado.quality;

import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** XGBoost with its defaults (100 rounds), or with small steps and early stopping. */
final class XgBoost {

  private XgBoost() {}

  static Boosters.Result train(Boosters.Job job) throws XGBoostError {
    var settings = new HashMap<String, Object>();
    settings.put("nthread", job.threads());
    settings.put("seed", job.seed());
    settings.put("verbosity", 0);
    switch (job.classes()) {
      case 0 -> settings.put("objective", "reg:squarederror");
      case 2 -> settings.put("objective", "binary:logistic");
      default -> {
        settings.put("objective", "multi:softprob");
        settings.put("num_class", job.classes());
      }
    }
    settings.put("eval_metric", job.classes() == 0 ? "rmse" : job.classes() == 2 ? "logloss" : "mlogloss");
    if (job.early()) {
      settings.putAll(Map.of("eta", 0.03, "max_depth", 6, "subsample", 0.8, "colsample_bytree", 0.8));
    }

    var start = System.nanoTime();
    var fit = matrix(job.fit());
    var valid = job.early() ? matrix(job.valid()) : null;
    var booster = XGBoost.train(fit, settings, 0, Map.of(), null, null);
    int best = 0;
    if (valid == null) {
      for (; best < Boosters.DEFAULT_ROUNDS; best++) {
        booster.update(fit, best);
      }
    } else {
      var least = Double.POSITIVE_INFINITY;
      for (int round = 0; round < Boosters.MOST_ROUNDS && round < best + Boosters.PATIENCE; round++) {
        booster.update(fit, round);
        var text = booster.evalSet(new DMatrix[] {valid}, new String[] {"valid"}, round);
        var loss = Double.parseDouble(text.substring(text.lastIndexOf(':') + 1));
        if (loss < least) {
          least = loss;
          best = round + 1;
        }
      }
    }
    var seconds = (System.nanoTime() - start) / 1e9;

    var test = matrix(job.test());
    var rows = booster.predict(test, false, best);
    int width = rows[0].length;
    var predictions = new double[rows.length * width];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = rows[i / width][i % width];
    }
    test.dispose();
    fit.dispose();
    if (valid != null) {
      valid.dispose();
    }
    booster.dispose();
    return new Boosters.Result(predictions, seconds, best);
  }

  private static DMatrix matrix(Boosters.Matrix rows) throws XGBoostError {
    var matrix = new DMatrix(rows.x(), rows.rows(), rows.columns(), Float.NaN);
    matrix.setLabel(rows.y());
    return matrix;
  }
}
