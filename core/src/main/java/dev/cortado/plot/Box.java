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

  /** The part that is left when so much is taken away at each side; something always is. */
  Box inside(int top, int right, int bottom, int left) {
    return new Box(
        x + left,
        y + top,
        Math.max(LEAST, width - left - right),
        Math.max(LEAST, height - top - bottom));
  }
}
