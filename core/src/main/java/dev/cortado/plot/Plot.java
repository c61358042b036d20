package dev.cortado.plot;

/**
 * A picture as data, before it is laid out. {@link #svg} draws it, self-contained, without a script
 * or a font of its own, and the same bytes from the same numbers on every machine.
 *
 * <p>Nothing depends on color alone: lines differ in their dashes, points in their shapes, and
 * color scales go from light to dark. The content is also described in words, in the picture's
 * {@code <desc>}.
 */
public sealed interface Plot permits Chart, Field, Panels {

  /** What stands above it; may be empty. */
  String title();

  /** How wide it is, in pixels. */
  int width();

  /** Its height in pixels at that width. */
  int height();

  /** The picture, ready to be written to a file or into a page. */
  default String svg() {
    return Picture.of(this);
  }
}
