package dev.cortado.tensor;

/**
 * A tensor as text, laid out as NumPy does: rows in brackets, an empty line between matrices, lines
 * of at most 75 characters, and of more than 1000 elements only the first and last three along each
 * axis.
 */
final class TensorText {

  private static final int LINE = 75;
  private static final int MOST_SHOWN = 1000;
  private static final int EDGE = 3;

  private final int[] dims;
  private final int[] strides;
  private final float[] data;
  private final boolean shortened;
  private final NumberText numbers = new NumberText();

  private TensorText(Shape shape, float[] data) {
    this.dims = shape.dims();
    this.strides = shape.strides();
    this.data = data;
    this.shortened = data.length > MOST_SHOWN;
    measure(0, 0);
  }

  static String of(Shape shape, float[] data) {
    if (shape.rank() == 0) {
      return NumberText.alone(data[0]);
    }
    return data.length == 0 ? "[]" : new TensorText(shape, data).axis(0, 0);
  }

  /** Shows every number that will be written to the format that is common to all. */
  private void measure(int axis, int offset) {
    if (axis == dims.length) {
      numbers.measure(data[offset]);
      return;
    }
    for (int i = 0; i < dims[axis]; i = next(axis, i)) {
      measure(axis + 1, offset + i * strides[axis]);
    }
  }

  /** The entry that is written after entry {@code i}. */
  private int next(int axis, int i) {
    return i == EDGE - 1 && gap(axis) ? dims[axis] - EDGE : i + 1;
  }

  private boolean gap(int axis) {
    return shortened && dims[axis] > 2 * EDGE;
  }

  private String axis(int axis, int offset) {
    return axis == dims.length - 1 ? row(offset) : block(axis, offset);
  }

  private String block(int axis, int offset) {
    var separator = "\n".repeat(dims.length - 1 - axis) + " ".repeat(axis + 1);
    var text = new StringBuilder("[");
    for (int i = 0; i < dims[axis]; i = next(axis, i)) {
      if (i > 0) {
        text.append(separator);
      }
      text.append(axis(axis + 1, offset + i * strides[axis]));
      if (i == EDGE - 1 && gap(axis)) {
        text.append(separator).append("...");
      }
    }
    return text.append(']').toString();
  }

  private String row(int offset) {
    int axis = dims.length - 1;
    var lines = new StringBuilder();
    var line = new StringBuilder();
    for (int i = 0; i < dims[axis]; i = next(axis, i)) {
      append(numbers.text(data[offset + i]), line, lines);
      if (i == EDGE - 1 && gap(axis)) {
        append("...", line, lines);
      }
    }
    return "[" + lines + line + "]";
  }

  /** Puts a word at the end of the line, or on a new one if it would not fit. */
  private void append(String word, StringBuilder line, StringBuilder lines) {
    if (!line.isEmpty()) {
      if (dims.length + line.length() + 1 + word.length() > LINE - dims.length) {
        lines.append(line.toString().stripTrailing()).append('\n').append(" ".repeat(dims.length));
        line.setLength(0);
      } else {
        line.append(' ');
      }
    }
    line.append(word);
  }
}
