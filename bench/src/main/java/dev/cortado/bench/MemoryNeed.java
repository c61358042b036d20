package dev.cortado.bench;

/**
 * How much of the heap an {@link Exercise} takes by calculation, in bytes. With {@code P}
 * parameters, {@code d} hidden layers of {@code w} units, {@code i} inputs and {@code o} outputs,
 * batches of {@code B} rows and {@code n} rows in all, counted in numbers of four bytes:
 *
 * <pre>
 * data    (i + o)·n
 * in use  4·P + (d + 1)·w·B + (i + 4·o)·B + n
 * peak    7·P + (7·d + 1)·w·B + (2·i + 12·o)·B + n
 * </pre>
 *
 * <p>In use are a parameter's value, gradient and two states of Adam; the output of each hidden
 * layer and one gradient that goes back through them; the batch, and what the loss makes of the
 * outputs; the order of the rows. Products in SIMD keep up to 2.6 MB of packed operands besides. In
 * the first step, which is taken operation by operation, no memory is used twice: the peak is what
 * it leaves, if nothing is collected meanwhile.
 *
 * <p>An epoch that ends with a batch of {@code r < B} rows has a step of its own for it: {@code P}
 * in use and {@code 4·P} at the peak, and the same again for {@code r} in place of {@code B}.
 */
record MemoryNeed(Exercise exercise) {

  /** The rows. */
  long data() {
    var network = exercise.network();
    return Float.BYTES * (long) exercise.rows() * (network.in() + network.out());
  }

  /** What the garbage collector leaves once the training goes on by itself, without the rows. */
  long inUse() {
    long parameters = exercise.network().parameters();
    int rest = exercise.rest();
    long numbers = 4 * parameters + perRow() * firstBatch() + exercise.rows();
    return Float.BYTES * (rest == 0 ? numbers : numbers + parameters + perRow() * rest);
  }

  private long perRow() {
    var network = exercise.network();
    return (network.depth() + 1L) * network.width() + network.in() + 4L * network.out();
  }

  /** The most in the first steps if nothing is collected meanwhile, without the rows. */
  long peak() {
    long parameters = exercise.network().parameters();
    int rest = exercise.rest();
    long numbers = 7 * parameters + peakPerRow() * firstBatch() + exercise.rows();
    return Float.BYTES * (rest == 0 ? numbers : numbers + 4 * parameters + peakPerRow() * rest);
  }

  private long peakPerRow() {
    var network = exercise.network();
    return (7L * network.depth() + 1) * network.width() + 2L * network.in() + 12L * network.out();
  }

  private int firstBatch() {
    return Math.min(exercise.batch(), exercise.rows());
  }
}
