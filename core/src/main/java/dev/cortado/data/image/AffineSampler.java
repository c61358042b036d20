package dev.cortado.data.image;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * An image scaled, rotated and moved: the pixel at {@code p} from the center comes from {@code A·p
 * + offset} with {@code A = [[along, −across], [across, along]]} (down, right), between four pixels
 * in proportion to their nearness, and 0 outside.
 *
 * @param along the cosine of the turn times the scale
 * @param across the sine of the turn times the scale
 * @param down how far below the center the frame is, in pixels
 * @param right how far to the right of it
 */
record AffineSampler(double along, double across, double down, double right) {

  static int height(Tensor image) {
    return image.shape().dim(-2);
  }

  static int width(Tensor image) {
    return image.shape().dim(-1);
  }

  /** The rows, {@code axis} −2, or columns, −1, in reverse order. */
  static Tensor mirrored(Tensor image, int axis) {
    int length = image.shape().dim(axis);
    return image.gather(Tensor.range(length).neg().add(length - 1), axis);
  }

  Tensor apply(Tensor image) {
    int rank = image.shape().rank();
    if (rank != 2 && rank != 3) {
      throw Errors.argument(
          "augment: image %s, expected [height, width] or [channels, height, width]",
          image.shape());
    }
    float[] from = image.toArray();
    float[] to = new float[from.length];
    int plane = height(image) * width(image);
    for (int start = 0; start < from.length; start += plane) {
      sample(from, start, to, height(image), width(image));
    }
    return Tensor.of(image.shape(), to);
  }

  private void sample(float[] from, int start, float[] to, int height, int width) {
    double middleRow = (height - 1) / 2.0;
    double middleColumn = (width - 1) / 2.0;
    for (int row = 0; row < height; row++) {
      double y = row - middleRow;
      for (int column = 0; column < width; column++) {
        double x = column - middleColumn;
        double sourceRow = along * y - across * x + down + middleRow;
        double sourceColumn = across * y + along * x + right + middleColumn;
        to[start + row * width + column] =
            (float) between(from, start, height, width, sourceRow, sourceColumn);
      }
    }
  }

  private static double between(
      float[] image, int start, int height, int width, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double lower = row - top;
    double later = column - left;
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double weight = (i == 0 ? 1 - lower : lower) * (j == 0 ? 1 - later : later);
        int r = top + i;
        int c = left + j;
        // a pixel of weight 0 is not read, so that an image that is not moved keeps its bits
        if (weight != 0 && r >= 0 && r < height && c >= 0 && c < width) {
          sum += weight * image[start + r * width + c];
        }
      }
    }
    return sum;
  }
}
