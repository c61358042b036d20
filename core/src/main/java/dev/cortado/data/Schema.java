package dev.cortado.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the numbers of a data set mean.
 *
 * @param features the names of the columns of {@code x: [n, features]}; none where a row is not a
 *     line of numbers but an image
 * @param target what is to be predicted
 */
public record Schema(List<String> features, Target target) {

  public Schema {
    features = List.copyOf(features);
  }

  /** Columns named {@code x1, x2, …}. */
  public static Schema of(int features, Target target) {
    return new Schema(
        IntStream.rangeClosed(1, features).mapToObj(column -> "x" + column).toList(), target);
  }
}
