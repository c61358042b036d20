package dev.cortado.plot;

/** A part of a picture, in pixels; y goes down. */
record Box(int x, int y, int width, int height) {

  private static final int LEAST = 10;

  int right() {
    return x + width;
  }

  int bottom() {
    return y + height;
  }

  /** The box without these margins; at least 10 pixels wide and high. */
  Box inside(int top, int right, int bottom, int left) {
    return new Box(
        x + left,
        y + top,
        Math.max(LEAST, width - left - right),
        Math.max(LEAST, height - top - bottom));
  }
}
