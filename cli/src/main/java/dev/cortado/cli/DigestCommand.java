package dev.cortado.cli;

import dev.cortado.cli.digest.Digest;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Numerics;
import java.io.PrintStream;
import java.util.List;

/** Checks that this machine computes the same bits as every other. */
final class DigestCommand implements Command {

  private static final Option<Boolean> VERBOSE =
      Option.flag("--verbose", "also print kernels, threads and the hash of each part");

  @Override
  public String name() {
    return "digest";
  }

  @Override
  public String purpose() {
    return "computes one hash that is the same on every machine";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(VERBOSE);
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var compute = Compute.current();
    var digest = Digest.compute();
    if (line.value(VERBOSE)) {
      out.println("kernels      " + compute.kernels().name());
      out.println("threads      " + compute.workers().threads());
      for (var part : digest.parts()) {
        out.println(Text.left(part.name(), 13) + part.hash());
      }
    }
    out.println(digest.value());
    return verdict(digest, compute.kernels().name(), out);
  }

  /**
   * Prints whether a digest is the contract's; if not, with the kernels, which may promise less.
   */
  static Exit verdict(Digest digest, String kernels, PrintStream out) {
    var contract = "the digest of numerics contract version " + Numerics.VERSION;
    if (digest.keepsTheContract()) {
      out.println("equal to " + contract);
      return Exit.OK;
    }
    out.println("NOT " + contract + ", which is");
    out.println(Digest.VERSION_1);
    out.println("this one was computed by " + kernels);
    return Exit.FAILED;
  }
}
