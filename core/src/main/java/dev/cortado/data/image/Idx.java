package dev.cortado.data.image;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The file format of MNIST and its kin: two zero bytes, a type, the number of axes, their lengths,
 * and the numbers, all of it big-endian; plain or compressed by gzip.
 *
 * <pre>{@code
 * var digits = Idx.images(
 *     Path.of("t10k-images-idx3-ubyte.gz"), Path.of("t10k-labels-idx1-ubyte.gz"), 10);
 * // x: [10000, 28, 28] from 0 to 1, y: [10000]
 * }</pre>
 *
 * <p>Sizes are checked before memory is allocated: a file must have exactly the bytes that its
 * header claims.
 */
public final class Idx {

  private static final float WHITE = 255;

  private Idx() {}

  /** The numbers of a file, as floats. */
  public static Tensor read(Path file) {
    return IdxFile.open(file).numbers();
  }

  /** Images scaled from 0 to 1, with labels from 0 to {@code classes − 1}. */
  public static Dataset images(Path images, Path labels, int classes) {
    return images(images, labels, IntStream.range(0, classes).mapToObj(String::valueOf).toList());
  }

  /** Images scaled from 0 to 1, {@code x: [n, height, width]}, with labels of named classes. */
  public static Dataset images(Path images, Path labels, List<String> classes) {
    var imageFile = IdxFile.open(images);
    var labelFile = IdxFile.open(labels);
    requireBytes(imageFile, "images", 3);
    requireBytes(labelFile, "labels", 1);
    int count = imageFile.shape().dim(0);
    int labelCount = labelFile.shape().dim(0);
    if (count != labelCount) {
      throw new FormatException(
          "DATA-COUNT",
          imageFile.place() + ", " + labelFile.place(),
          count + " images, " + labelCount + " labels");
    }
    var y = labelFile.numbers();
    requireLabels(labelFile, y, classes.size());
    return Dataset.of(imageFile.numbers().div(WHITE), y, new Target.Classes("class", classes));
  }

  private static void requireBytes(IdxFile file, String what, int dimensions) {
    int found = file.shape().rank();
    if (found != dimensions) {
      throw new FormatException(
          "DATA-SHAPE",
          file.place(),
          what
              + " file has "
              + found
              + " dimensions, expected "
              + dimensions
              + "; images and labels swapped?");
    }
    var type = file.header().type();
    if (type != IdxHeader.Type.UNSIGNED_BYTE) {
      throw new FormatException(
          "DATA-TYPE",
          file.place(),
          what + " have type " + type + ", expected " + IdxHeader.Type.UNSIGNED_BYTE);
    }
  }

  private static void requireLabels(IdxFile file, Tensor labels, int classes) {
    float[] values = labels.toArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= classes) {
        throw new FormatException(
            "DATA-LABEL", file.place(), "index " + i + ": " + (int) values[i] + " >= " + classes);
      }
    }
  }
}
