package dev.cortado.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelProvider;
import dev.cortado.tensor.kernel.Numerics;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Prints the machine, the kernels that run on it and why, and how to get faster ones. */
final class DoctorCommand implements Command {

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String purpose() {
    return "prints the machine, the kernels that run on it and why";
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var compute = Compute.current();
    var runtime = Runtime.getRuntime();
    row(out, "Cortado", Version.current() + ", numerics contract version " + Numerics.VERSION);
    row(out, "JDK", property("java.runtime.version") + ", " + property("java.vendor"));
    row(
        out,
        "system",
        property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    row(out, "processor", processor(Path.of("/proc/cpuinfo")));
    row(
        out,
        "processors",
        runtime.availableProcessors() + ", threads in use " + compute.workers().threads());
    row(out, "memory", "heap up to " + gibibytes(runtime.maxMemory()) + memory());
    row(out, "multiply-add", multiplyAdd());
    row(out, "kernels", compute.kernels().name());
    row(out, "why", compute.reason());
    // An offer loads the module of the Vector API if it can.
    boolean jar =
        ServiceLoader.load(KernelProvider.class).findFirst().map(KernelProvider::offer).isPresent();
    boolean module =
        DoctorCommand.class.getClassLoader().getResource("jdk/incubator/vector/Vector.class")
            != null;
    var wish = System.getProperty("cortado.vector", "");
    for (var repair : repairs(wish, module, jar)) {
      row(out, "faster", repair);
    }
    return Exit.OK;
  }

  /** What to change so that SIMD kernels are found. */
  static List<String> repairs(String wish, boolean module, boolean jar) {
    var repairs = new ArrayList<String>();
    if (wish.equalsIgnoreCase("off")) {
      repairs.add("start without -Dcortado.vector=off");
    }
    if (!module) {
      repairs.add("start java with --add-modules jdk.incubator.vector");
    }
    if (!jar) {
      repairs.add("put cortado-vector-" + Version.current() + ".jar on the class path");
    }
    return repairs;
  }

  /** The processor's name on Linux x64, elsewhere its architecture. */
  static String processor(Path file) {
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return property("os.arch");
  }

  private static String memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? " of " + gibibytes(system.getTotalMemorySize())
        : "";
  }

  /**
   * Without hardware support, {@code Math.fma} uses {@code BigDecimal}: the same bits, very slow.
   */
  private static String multiplyAdd() {
    try {
      var hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      boolean fused = Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
      return fused ? "fused in hardware" : "fused in software, which makes everything very slow";
    } catch (IllegalArgumentException e) {
      return "unknown"; // another JVM than HotSpot
    }
  }

  private static String gibibytes(long bytes) {
    return Text.fixed(bytes * 0x1p-30, 1) + " GiB";
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static void row(PrintStream out, String name, String value) {
    out.println(Text.left(name, 14) + value);
  }
}
