package dev.cortado.quality;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** LightGBM with its defaults (100 rounds), or with small steps and early stopping; categories by its own way. */
final class LightGbm {

  static {
    try {
      var folder = Files.createTempDirectory("lightgbm");
      folder.toFile().deleteOnExit();
      for (var name : new String[] {"lib_lightgbm.so", "lib_lightgbm_swig.so"}) {
        var file = folder.resolve(name);
        try (var library = lightgbmlib.class.getResourceAsStream("/com/microsoft/ml/lightgbm/linux/x86_64/" + name)) {
          Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        }
        file.toFile().deleteOnExit();
        System.load(file.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LightGbm() {}

  static Boosters.Result train(Boosters.Job job) {
    var settings = "verbosity=-1 deterministic=true force_row_wise=true num_threads=" + job.threads() + " seed=" + job.seed();
    settings +=
        switch (job.classes()) {
          case 0 -> " objective=regression metric=rmse";
          case 2 -> " objective=binary metric=binary_logloss";
          default -> " objective=multiclass metric=multi_logloss num_class=" + job.classes();
        };
    if (job.categories().length > 0) {
      settings +=
          " categorical_feature=" + Arrays.stream(job.categories()).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
    if (job.early()) {
      settings += " learning_rate=0.03 max_depth=6 num_leaves=63 bagging_fraction=0.8 bagging_freq=1 feature_fraction=0.8";
    }
    // Copied into native memory outside of the time.
    var fitX = array(job.fit().x());
    var fitY = array(job.fit().y());
    var validX = array(job.valid().x());
    var validY = array(job.valid().y());

    var start = System.nanoTime();
    var fit = dataset(job.fit(), fitX, fitY, settings, null);
    var out = lightgbmlib.voidpp_handle();
    check(lightgbmlib.LGBM_BoosterCreate(fit, settings, out));
    var booster = lightgbmlib.voidpp_value(out);
    var finished = lightgbmlib.new_intp();
    int best = 0;
    if (!job.early()) {
      for (; best < Boosters.DEFAULT_ROUNDS; best++) {
        check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
      }
    } else {
      var valid = dataset(job.valid(), validX, validY, settings, fit);
      check(lightgbmlib.LGBM_BoosterAddValidData(booster, valid));
      var losses = lightgbmlib.new_doubleArray(1);
      var least = Double.POSITIVE_INFINITY;
      for (int round = 0; round < Boosters.MOST_ROUNDS && round < best + Boosters.PATIENCE; round++) {
        check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
        check(lightgbmlib.LGBM_BoosterGetEval(booster, 1, finished, losses));
        var loss = lightgbmlib.doubleArray_getitem(losses, 0);
        if (loss < least) {
          least = loss;
          best = round + 1;
        }
      }
    }
    var seconds = (System.nanoTime() - start) / 1e9;

    var x = array(job.test().x());
    int width = Math.max(1, job.classes() == 2 ? 1 : job.classes());
    var predictions = new double[job.test().rows() * width];
    var values = lightgbmlib.new_doubleArray(predictions.length);
    check(
        lightgbmlib.LGBM_BoosterPredictForMat(
            booster,
            lightgbmlib.float_to_voidp_ptr(x),
            lightgbmlibConstants.C_API_DTYPE_FLOAT32,
            job.test().rows(),
            job.test().columns(),
            1,
            lightgbmlibConstants.C_API_PREDICT_NORMAL,
            0,
            best,
            "",
            lightgbmlib.new_int64_tp(),
            values));
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = lightgbmlib.doubleArray_getitem(values, i);
    }
    lightgbmlib.delete_doubleArray(values);
    check(lightgbmlib.LGBM_BoosterFree(booster));
    check(lightgbmlib.LGBM_DatasetFree(fit));
    for (var array : new SWIGTYPE_p_float[] {fitX, fitY, validX, validY, x}) {
      lightgbmlib.delete_floatArray(array);
    }
    return new Boosters.Result(predictions, seconds, best);
  }

  private static SWIGTYPE_p_float array(float[] values) {
    var array = lightgbmlib.new_floatArray(Math.max(1, values.length));
    for (int i = 0; i < values.length; i++) {
      lightgbmlib.floatArray_setitem(array, i, values[i]);
    }
    return array;
  }

  private static SWIGTYPE_p_void dataset(
      Boosters.Matrix rows, SWIGTYPE_p_float x, SWIGTYPE_p_float y, String settings, SWIGTYPE_p_void reference) {
    var out = lightgbmlib.voidpp_handle();
    check(
        lightgbmlib.LGBM_DatasetCreateFromMat(
            lightgbmlib.float_to_voidp_ptr(x),
            lightgbmlibConstants.C_API_DTYPE_FLOAT32,
            rows.rows(),
            rows.columns(),
            1,
            settings,
            reference,
            out));
    var dataset = lightgbmlib.voidpp_value(out);
    check(
        lightgbmlib.LGBM_DatasetSetField(
            dataset, "label", lightgbmlib.float_to_voidp_ptr(y), rows.rows(), lightgbmlibConstants.C_API_DTYPE_FLOAT32));
    return dataset;
  }

  private static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException("LightGBM: " + lightgbmlib.LGBM_GetLastError());
    }
  }
}
