package dev.cortado.plot;

/**
 * A picture as data: what is in it, not yet where. {@link #svg} draws it, self-contained, without a
 * script or a font of its own, and the same bytes from the same numbers on every machine.
 *
 * <p>Nothing depends on color alone: lines differ in their dashes, points in their shapes, and
 * scales of color go one way from light to dark. What the picture shows is also told in words, in
 * its {@code <desc>}.
 */
public sealed interface Plot permits Chart, Field, Panels {

  /** What stands above it; may be empty. */
  String title();

  /** How wide it is, in pixels. */
  int width();

  /** How high it is when it is as wide as it wants to be. */
  int height();

  /** The picture, ready to be written to a file or into a page. */
  default String svg() {
    return Picture.of(this);
  }
}
