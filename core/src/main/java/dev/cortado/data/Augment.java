package dev.cortado.data;

import dev.cortado.tensor.Arrangement;
import dev.cortado.tensor.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Circular;

/**
 * A random variation of an image that does not change what it shows, so that a model sees more
 * images than there are.
 *
 * <pre>{@code
 * var augment = Augment.rotate(10).then(Augment.shift(0.1)).then(Augment.noise(0.05));
 * for (var batch : train.batches(64, rng, epoch)) {
 *   var varied = augment.apply(batch, rng, epoch);
 *   …
 * }
 * }</pre>
 *
 * <p>An image is {@code [height, width]} or {@code [channels, height, width]}; its shape stays. How
 * it is varied is a function of the source, the epoch and the row alone, whatever batch the row is
 * in. Only what could have been photographed helps: a digit that is turned by 90° or mirrored is
 * another sign or none. What moves in from outside is 0.
 *
 * <p>One of your own is a function:
 *
 * <pre>{@code
 * Augment darken = (image, rng) -> image.mul(rng.uniform(Shape.of(), 0.5f, 1));
 * }</pre>
 */
@FunctionalInterface
public interface Augment {

  /** One image varied by what the source draws. */
  Tensor apply(Tensor image, Rng rng);

  /** Every image of a batch varied. */
  default Batch apply(Batch batch, Rng rng, long epoch) {
    var x = batch.x();
    int rank = x.shape().rank();
    if (rank != 3 && rank != 4) {
      throw Errors.argument(
          "augment: x %s, expected images [n, height, width] or [n, channels, height, width]",
          x.shape());
    }
    var images = new Tensor[batch.size()];
    var source = rng.at("augment").at(epoch);
    return Tape.unrecorded(() -> {
      for (int i = 0; i < images.length; i++) {
        images[i] = apply(x.row(i), source.at(batch.rows().at(i)));
      }
      return new Batch(Arrangement.stack(0, images), batch.y(), batch.rows());
    });
  }

  /** This, and then another. */
  default Augment then(Augment next) {
    return (image, rng) -> next.apply(apply(image, rng.at("first")), rng.at("next"));
  }

  /** This with some probability, else the image as it is. */
  default Augment sometimes(double probability) {
    return (image, rng) ->
        rng.at("sometimes").bernoulli(Shape.of(), probability).item() == 1
            ? apply(image, rng)
            : image;
  }

  /** This, with results cut off at the ends of a range: noise on a white pixel does not glow. */
  default Augment within(double low, double high) {
    return (image, rng) -> apply(image, rng).clip(low, high);
  }

  /** Adds normal noise with a deviation, to each number its own. */
  static Augment noise(double deviation) {
    requireAmount("noise", deviation, Double.MAX_VALUE);
    return (image, rng) -> image.add(rng.normal(image.shape()).mul(deviation));
  }

  /** Adds one number from {@code −most} to {@code most} to the whole image. */
  static Augment brightness(double most) {
    requireAmount("brightness", most, Double.MAX_VALUE);
    return (image, rng) -> image.add(most * symmetric(rng));
  }

  /**
   * Multiplies the distances from the mean by one factor from {@code 1 − most} to {@code 1 + most}.
   */
  static Augment contrast(double most) {
    requireAmount("contrast", most, 1);
    return (image, rng) -> {
      var mean = image.mean();
      return image.sub(mean).mul(1 + most * symmetric(rng)).add(mean);
    };
  }

  /** Multiplies each channel by its own factor from {@code 1 − most} to {@code 1 + most}. */
  static Augment color(double most) {
    requireAmount("color", most, 1);
    return (image, rng) -> {
      int channels = image.shape().rank() == 3 ? image.shape().dim(0) : 1;
      var factors = rng.uniform(Shape.of(channels, 1, 1), -1, 1).mul(most).add(1);
      return image.mul(image.shape().rank() == 3 ? factors : factors.reshape(1, 1));
    };
  }

  /**
   * Takes a part at a random place, its sides from {@code least} to 1 of the whole, as large as the
   * whole.
   */
  static Augment crop(double least) {
    if (!(least > 0 && least <= 1)) {
      throw Errors.argument("crop: least side %s, expected above 0 to 1", least);
    }
    return (image, rng) -> {
      double side = least + (1 - least) * unit(rng.at("side"));
      double room = (1 - side) / 2;
      return new Warp(
              side,
              0,
              room * symmetric(rng.at("down")) * Warp.height(image),
              room * symmetric(rng.at("right")) * Warp.width(image))
          .apply(image);
    };
  }

  /**
   * Makes larger or smaller about the center, by a factor from {@code 1 − most} to {@code 1 +
   * most}.
   */
  static Augment scale(double most) {
    requireAmount("scale", most, 0.99);
    return (image, rng) -> new Warp(1 / (1 + most * symmetric(rng)), 0, 0, 0).apply(image);
  }

  /** Turns about the center, by an angle from {@code −most} to {@code most} degrees. */
  static Augment rotate(double most) {
    requireAmount("rotate", most, 180);
    return (image, rng) -> {
      double angle = Math.PI / 180 * most * symmetric(rng);
      return new Warp(Circular.cos(angle), Circular.sin(angle), 0, 0).apply(image);
    };
  }

  /** Moves by up to the part {@code most} of the sides, in each direction. */
  static Augment shift(double most) {
    requireAmount("shift", most, 1);
    return (image, rng) ->
        new Warp(
                1,
                0,
                most * symmetric(rng.at("down")) * Warp.height(image),
                most * symmetric(rng.at("right")) * Warp.width(image))
            .apply(image);
  }

  /** Exchanges left and right, every second time. */
  static Augment flip() {
    return ((Augment) (image, _) -> Warp.mirrored(image, -1)).sometimes(0.5);
  }

  /** Exchanges top and bottom, every second time. */
  static Augment flipVertical() {
    return ((Augment) (image, _) -> Warp.mirrored(image, -2)).sometimes(0.5);
  }

  private static double unit(Rng rng) {
    return rng.uniform(Shape.of()).item();
  }

  /** From −1 to 1. */
  private static double symmetric(Rng rng) {
    return 2 * unit(rng) - 1;
  }

  private static void requireAmount(String name, double amount, double most) {
    if (!(amount >= 0 && amount <= most)) {
      throw Errors.argument(
          "%s: %s, expected 0 to %s", name, amount, most == Double.MAX_VALUE ? "any size" : most);
    }
  }
}
