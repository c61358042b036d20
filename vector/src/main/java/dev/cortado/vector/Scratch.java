package dev.cortado.vector;

/**
 * Memory for one product at a time: packed panels of {@code A} and of {@code B}, and spare room for
 * half-packed panels, then for tiles that reach beyond {@code C}.
 */
final class Scratch {

  private final TiledProduct product = new TiledProduct(this);
  private float[] a = {};
  private float[] b = {};
  private float[] spare = {};

  /** The product that uses this memory. */
  TiledProduct product() {
    return product;
  }

  float[] a() {
    return a;
  }

  float[] b() {
    return b;
  }

  float[] spare() {
    return spare;
  }

  /** Makes room for this many numbers of each; the old content is lost. */
  void grow(int aSize, int bSize, int spareSize) {
    if (a.length < aSize) {
      a = new float[aSize];
    }
    if (b.length < bSize) {
      b = new float[bSize];
    }
    if (spare.length < spareSize) {
      spare = new float[spareSize];
    }
  }
}
