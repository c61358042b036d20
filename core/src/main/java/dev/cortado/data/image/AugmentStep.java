package dev.cortado.data.image;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Trigonometry;

/**
 * The variations that come with the library. They are records and not lambdas so that the text of a
 * recipe has them: a checkpoint is refused by a training that varies images differently.
 */
sealed interface AugmentStep extends Augment {

  /** One after the other, each with random numbers of its own. */
  record Then(Augment first, Augment next) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return next.apply(first.apply(image, rng.at("first")), rng.at("next"));
    }
  }

  /** With some probability, else the image as it is. */
  record Sometimes(Augment augment, double probability) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return rng.at("sometimes").bernoulli(Shape.of(), probability).item() == 1
          ? augment.apply(image, rng)
          : image;
    }
  }

  /** Results cut off at the ends of a range. */
  record Within(Augment augment, double low, double high) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return augment.apply(image, rng).clip(low, high);
    }
  }

  /** A normal number added to each. */
  record Noise(double deviation) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return image.add(rng.normal(image.shape()).mul(deviation));
    }
  }

  /** One number added to all. */
  record Brightness(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return image.add(most * symmetric(rng));
    }
  }

  /** Distances from the mean times a factor. */
  record Contrast(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      var mean = image.mean();
      return image.sub(mean).mul(1 + most * symmetric(rng)).add(mean);
    }
  }

  /** Each channel times a factor. */
  record Color(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      int channels = image.shape().rank() == 3 ? image.shape().dim(0) : 1;
      var factors = rng.uniform(Shape.of(channels, 1, 1), -1, 1).mul(most).add(1);
      return image.mul(image.shape().rank() == 3 ? factors : factors.reshape(1, 1));
    }
  }

  /** A part, enlarged to the size of the whole. */
  record Crop(double least) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      double side = least + (1 - least) * unit(rng.at("side"));
      double room = (1 - side) / 2;
      return moved(image, rng, side, room);
    }
  }

  /** Larger or smaller. */
  record Scale(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return new AffineSampler(1 / (1 + most * symmetric(rng)), 0, 0, 0).apply(image);
    }
  }

  /** Turned by some degrees. */
  record Rotate(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      double angle = Math.PI / 180 * most * symmetric(rng);
      return new AffineSampler(Trigonometry.cos(angle), Trigonometry.sin(angle), 0, 0).apply(image);
    }
  }

  /** Moved by a part of the sides. */
  record Shift(double most) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return moved(image, rng, 1, most);
    }
  }

  /** The ends of an axis exchanged. */
  record Mirror(int axis) implements AugmentStep {
    @Override
    public Tensor apply(Tensor image, Rng rng) {
      return AffineSampler.mirrored(image, axis);
    }
  }

  /** Seen through a frame of a side, moved by up to a part of the image in each direction. */
  private static Tensor moved(Tensor image, Rng rng, double side, double most) {
    return new AffineSampler(
            side,
            0,
            most * symmetric(rng.at("down")) * AffineSampler.height(image),
            most * symmetric(rng.at("right")) * AffineSampler.width(image))
        .apply(image);
  }

  private static double unit(Rng rng) {
    return rng.uniform(Shape.of()).item();
  }

  /** From −1 to 1. */
  private static double symmetric(Rng rng) {
    return 2 * unit(rng) - 1;
  }
}
