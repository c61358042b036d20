package dev.cortado.bench;

/**
 * How much of the heap an {@link Exercise} takes by calculation, in bytes. With {@code P}
 * parameters, {@code d} hidden layers of {@code w} units, {@code i} inputs and {@code o} outputs,
 * batches of {@code B} rows and {@code n} rows in all, counted in numbers of four bytes:
 *
 * <pre>
 * data    (i + o)·n
 * in use  4·P + (d + 1)·w·B + (i + 4·o)·B + n
 * peak    13·P + (12·d + 2)·w·B + (3·i + 21·o)·B + n
 * </pre>
 *
 * <p>In use are a parameter's value, gradient and two states of Adam; the output of each hidden
 * layer and one gradient that goes back through them; the batch, and what the loss makes of the
 * outputs; the order of the rows. Products in SIMD keep up to 2.6 MB of packed operands besides. In
 * the first two steps, which are run operation by operation and recorded, no memory is used twice:
 * the peak is what they leave, if nothing is collected meanwhile.
 *
 * <p>An epoch that ends with a batch of {@code r < B} rows has a step of its own for it: {@code P}
 * in use and {@code 10·P} at the peak, and the same again for {@code r} in place of {@code B}.
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
    long numbers = 13 * parameters + peakPerRow() * firstBatch() + exercise.rows();
    return Float.BYTES * (rest == 0 ? numbers : numbers + 10 * parameters + peakPerRow() * rest);
  }

  private long peakPerRow() {
    var network = exercise.network();
    return (12L * network.depth() + 2) * network.width() + 3L * network.in() + 21L * network.out();
  }

  private int firstBatch() {
    return Math.min(exercise.batch(), exercise.rows());
  }
}
