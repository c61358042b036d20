package dev.cortado.tables;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.model.LinearRegression;
import dev.cortado.model.SoftmaxRegression;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.table.Feature;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A simple model that a network should beat, fitted on the same rows.
 *
 * @param name as it is printed: {@code majority}, {@code mean} or {@code linear model}
 * @param model from encoded rows to logits, or to numbers
 */
public record Yardstick(String name, Layer model) {

  /** More are not looked at. */
  public static final int MOST_ROWS = 50_000;

  /** Columns with more categories are left out of the linear model. */
  private static final int MOST_CATEGORIES = 256;

  private static final double RIDGE = 1;

  /**
   * The majority or the mean, whatever the row, and a linear model of scaled numbers and one-hot
   * categories; for labels the former only. Of more than 50,000 rows a part is used.
   *
   * @param features of the columns of the rows
   */
  public static List<Yardstick> fit(List<Feature> features, Dataset train, Rng rng) {
    var rows = train;
    if (train.size() > MOST_ROWS) {
      int[] some = Arrays.copyOf(rng.at("yardstick").permutation(train.size()), MOST_ROWS);
      Arrays.sort(some);
      rows = train.rows(RowOrder.of(some));
    }
    var target = train.schema().target();
    var constant =
        new Yardstick(target instanceof Target.Numbers ? "mean" : "majority", constant(rows));
    if (target instanceof Target.Labels) {
      return List.of(constant);
    }
    var input = input(features, rows.x());
    var inputs = Dataset.of(input.predict(rows.x()), rows.y(), target);
    var linear =
        switch (target) {
          case Target.Numbers _ -> LinearRegression.fit(inputs, RIDGE).dense();
          case Target.Classes _ -> SoftmaxRegression.fit(inputs).dense();
          case Target.Binary _ -> binary(SoftmaxRegression.fit(inputs).dense());
          case Target.Labels _ -> throw new AssertionError();
        };
    return List.of(constant, new Yardstick("linear model", Sequential.of(input, linear)));
  }

  /** One logit in place of two. */
  private static Dense binary(Dense two) {
    return new Dense(
        difference(two.weight()),
        difference(Objects.requireNonNull(two.bias())),
        Activation.identity());
  }

  private static Parameter difference(Parameter two) {
    var value = two.value();
    int last = value.shape().rank() - 1;
    return Parameter.of(value.slice(last, 1, 2).sub(value.slice(last, 0, 1)));
  }

  /** Gives the mean, or the logits of the shares of the classes, for every row. */
  private static Layer constant(Dataset rows) {
    var target = rows.schema().target();
    var bias =
        switch (target) {
          case Target.Numbers _ -> rows.y().mean(0);
          case Target.Classes _ -> Tensor.of(shares(rows.classCounts(), rows.size())).log();
          case Target.Binary _, Target.Labels _ -> {
            var share = rows.y().sum(0).add(0.5).div(rows.size() + 1);
            yield share.log().sub(share.neg().add(1).log());
          }
        };
    var weight = Tensor.zeros(rows.x().shape().dim(1), target.outputs());
    return new Dense(Parameter.of(weight), Parameter.of(bias), Activation.identity());
  }

  /** Each class counts half a row more than it has, so that no share is 0. */
  private static float[] shares(List<Integer> counts, int rows) {
    float[] shares = new float[counts.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (counts.get(i) + 0.5f) / (rows + 0.5f * shares.length);
    }
    return shares;
  }

  private static Layer input(List<Feature> features, Tensor x) {
    var numbers =
        IntStream.range(0, features.size())
            .filter(i -> !(features.get(i) instanceof Feature.Category))
            .toArray();
    var branches = new ArrayList<Layer>();
    if (numbers.length > 0) {
      var scale =
          Columns.of(
              Standardize.fit(Columns.of(Activation.identity(), numbers).predict(x)), numbers);
      branches.add(scale);
    }
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i) instanceof Feature.Category(_, int categories)
          && categories <= MOST_CATEGORIES) {
        branches.add(Columns.of(OneHot.of(categories), i));
      }
    }
    return branches.isEmpty() ? scaled(x) : new Parallel(branches);
  }

  /** For a table of nothing but columns with very many categories: their numbers as they are. */
  private static Layer scaled(Tensor x) {
    return Standardize.fit(x);
  }
}
