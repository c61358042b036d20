package dev.cortado.tensor.kernel;

/**
 * The constants of the numerics contract ({@code docs/numerics.md}). They decide bits: changing one
 * is a new version of the contract.
 */
public final class Numerics {

  /** The version of the contract that this code keeps. */
  public static final int VERSION = 1;

  /**
   * Running sums in a sum over neighbors; element {@code i} goes to lane {@code i mod LANES}. The
   * kernels have them written out.
   */
  public static final int LANES = 16;

  /** Elements summed as one block; the sums of the blocks are summed by the same rule. */
  public static final int SUM_BLOCK = 4096;

  /**
   * Rows chained as one block in a sum down a column; the sums of the blocks are summed by the same
   * rule.
   */
  public static final int COLUMN_BLOCK = 256;

  /**
   * Fused multiply-adds in one chain of a matrix product; the sums of the chains are added in
   * order.
   */
  public static final int MATMUL_BLOCK = 512;

  private Numerics() {}
}
