package dev.cortado.cli.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One hash over a fixed set of computations. The numerics contract fixes every bit of their
 * results, so the hash is the same on every machine, with any kernels and any number of threads.
 *
 * @param value the SHA-256 of the parts' hashes, in hexadecimal
 * @param parts the hash of each part, to find where two differ
 */
public record Digest(String value, List<Part> parts) {

  /**
   * The digest of version 1 of the numerics contract. Until that version is released, computations
   * may be added; after that, another value is another version.
   */
  public static final String VERSION_1 =
      "4ad4ed3f2be033218156dccea9d56f67100e2c8db73ee9318908912b5832e459";

  private static final List<Computation> COMPUTATIONS =
      List.of(
          new Computation("elementwise", ElementwisePart::compute),
          new Computation("functions", FunctionsPart::compute),
          new Computation("reductions", ReductionsPart::compute),
          new Computation("matmul", MatmulPart::compute),
          new Computation("softmax", SoftmaxPart::compute),
          new Computation("arrangement", ArrangementPart::compute),
          new Computation("gradients", GradientsPart::compute),
          new Computation("training", TrainingPart::compute),
          new Computation("random", RandomPart::compute));

  /** The hash of the results of some of the computations. */
  public record Part(String name, String hash) {}

  private record Computation(String name, Consumer<TensorHash> body) {}

  /** Runs all computations, with the current kernels and workers. */
  public static Digest compute() {
    var whole = new TensorHash();
    var parts = new ArrayList<Part>();
    for (var computation : COMPUTATIONS) {
      var hash = new TensorHash();
      computation.body().accept(hash);
      byte[] bytes = hash.bytes();
      whole.add(bytes);
      parts.add(new Part(computation.name(), TensorHash.hex(bytes)));
    }
    return new Digest(TensorHash.hex(whole.bytes()), List.copyOf(parts));
  }

  /** Whether it is the digest of the numerics contract. */
  public boolean keepsTheContract() {
    return value.equals(VERSION_1);
  }
}
