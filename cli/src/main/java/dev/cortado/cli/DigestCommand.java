package dev.cortado.cli;

import dev.cortado.cli.digest.Digest;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Numerics;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Shows that this machine computes what every other does. */
final class DigestCommand implements Command {

  private static final String VERBOSE = "--verbose";

  @Override
  public String name() {
    return "digest";
  }

  @Override
  public String purpose() {
    return "computes one hash that is the same on every machine";
  }

  @Override
  public List<Option> options() {
    return List.of(new Option(VERBOSE, "also the kernels, the threads and the hash of each part"));
  }

  @Override
  public int run(Set<String> options, PrintStream out) {
    var compute = Compute.current();
    var digest = Digest.compute();
    if (options.contains(VERBOSE)) {
      out.println("kernels      " + compute.kernels().name());
      out.println("threads      " + compute.workers().threads());
      for (var part : digest.parts()) {
        out.println(Text.left(part.name(), 13) + part.hash());
      }
    }
    out.println(digest.value());
    return verdict(digest, out);
  }

  /** Says whether a digest is the contract's. */
  static int verdict(Digest digest, PrintStream out) {
    var contract = "the digest of numerics contract version " + Numerics.VERSION;
    if (digest.keepsTheContract()) {
      out.println("equal to " + contract);
      return Main.OK;
    }
    out.println("NOT " + contract + ", which is");
    out.println(Digest.VERSION_1);
    return Main.FAILED;
  }
}
