package dev.cortado.data.image;

import dev.cortado.data.Batch;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;

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
 * in. Only what could have been photographed helps: a digit that is rotated by 90° or mirrored is
 * another digit or none. Pixels from outside the image are 0.
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
      return new Batch(Tensor.stack(0, images), batch.y(), batch.rows());
    });
  }

  /** This, and then another. */
  default Augment then(Augment next) {
    return new AugmentStep.Then(this, next);
  }

  /** This with some probability, else the image as it is. */
  default Augment sometimes(double probability) {
    return new AugmentStep.Sometimes(this, probability);
  }

  /** This, with results clipped to a range: noise makes no pixel brighter than white. */
  default Augment within(double low, double high) {
    return new AugmentStep.Within(this, low, high);
  }

  /** Adds normal noise with a deviation, to each number its own. */
  static Augment noise(double deviation) {
    requireAmount("noise", deviation, Double.MAX_VALUE);
    return new AugmentStep.Noise(deviation);
  }

  /** Adds one number from {@code −most} to {@code most} to the whole image. */
  static Augment brightness(double most) {
    requireAmount("brightness", most, Double.MAX_VALUE);
    return new AugmentStep.Brightness(most);
  }

  /**
   * Multiplies the distances from the mean by one factor from {@code 1 − most} to {@code 1 + most}.
   */
  static Augment contrast(double most) {
    requireAmount("contrast", most, 1);
    return new AugmentStep.Contrast(most);
  }

  /** Multiplies each channel by its own factor from {@code 1 − most} to {@code 1 + most}. */
  static Augment color(double most) {
    requireAmount("color", most, 1);
    return new AugmentStep.Color(most);
  }

  /**
   * Cuts out a part at a random place, with sides from {@code least} to 1 of the image's, and
   * enlarges it to the size of the image.
   */
  static Augment crop(double least) {
    if (!(least > 0 && least <= 1)) {
      throw Errors.argument("crop: least side %s, expected above 0 to 1", least);
    }
    return new AugmentStep.Crop(least);
  }

  /**
   * Makes larger or smaller about the center, by a factor from {@code 1 − most} to {@code 1 +
   * most}.
   */
  static Augment scale(double most) {
    requireAmount("scale", most, 0.99);
    return new AugmentStep.Scale(most);
  }

  /** Turns about the center, by an angle from {@code −most} to {@code most} degrees. */
  static Augment rotate(double most) {
    requireAmount("rotate", most, 180);
    return new AugmentStep.Rotate(most);
  }

  /** Moves by up to the part {@code most} of the sides, in each direction. */
  static Augment shift(double most) {
    requireAmount("shift", most, 1);
    return new AugmentStep.Shift(most);
  }

  /** Exchanges left and right, every second time. */
  static Augment flip() {
    return new AugmentStep.Mirror(-1).sometimes(0.5);
  }

  /** Exchanges top and bottom, every second time. */
  static Augment flipVertical() {
    return new AugmentStep.Mirror(-2).sometimes(0.5);
  }

  private static void requireAmount(String name, double amount, double most) {
    if (!(amount >= 0 && amount <= most)) {
      throw Errors.argument(
          "%s: %s, expected 0 to %s", name, amount, most == Double.MAX_VALUE ? "any size" : most);
    }
  }
}
