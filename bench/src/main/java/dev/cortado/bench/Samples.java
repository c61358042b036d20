package dev.cortado.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What the flight recorder saw: in which part of a step the threads were, and who allocated. */
final class Samples {

  private static final int METHODS = 12;

  private final Map<String, Long> parts = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private final Map<String, Long> workers = new HashMap<>();
  private final Map<String, Long> allocated = new HashMap<>();

  private Samples() {}

  static Samples read(Path file) throws IOException {
    var samples = new Samples();
    for (var event : RecordingFile.readAllEvents(file)) {
      samples.add(event);
    }
    return samples;
  }

  private void add(RecordedEvent event) {
    var trace = event.getStackTrace();
    if (trace == null) {
      return;
    }
    var frames =
        trace.getFrames().stream().filter(RecordedFrame::isJavaFrame).map(Samples::name).toList();
    if (frames.isEmpty()) {
      return;
    }
    if (event.getEventType().getName().equals("jdk.ObjectAllocationSample")) {
      var what = event.getClass("objectClass").getName() + " in " + own(frames);
      allocated.merge(what, event.getLong("weight"), Long::sum);
      return;
    }
    var thread = event.getThread("sampledThread");
    var name = thread == null ? "" : Objects.requireNonNullElse(thread.getJavaName(), "");
    if (name.startsWith("cortado-worker")) {
      workers.merge(part(frames), 1L, Long::sum);
    } else if (name.equals("main")) {
      parts.merge(part(frames), 1L, Long::sum);
      methods.merge(own(frames), 1L, Long::sum);
    }
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** The innermost method of ours. */
  private static String own(List<String> frames) {
    return frames.stream()
        .filter(frame -> frame.startsWith("dev.cortado"))
        .findFirst()
        .orElse(frames.getFirst())
        .replaceFirst("^dev\\.cortado\\.([a-z]+\\.)*", "")
        .replaceFirst("\\$\\$Lambda\\.0x[0-9a-f]+", " lambda");
  }

  /** The part that the innermost telling frame belongs to. */
  private static String part(List<String> frames) {
    for (var frame : frames) {
      var part = partOf(frame);
      if (!part.isEmpty()) {
        return part;
      }
    }
    return "other";
  }

  private static String partOf(String frame) {
    var own = frame.replaceFirst("^dev\\.cortado\\.", "");
    if (own.startsWith("optim.")) {
      return "optimizer";
    } else if (contains(own, "Product", "Matmul", "EightRows", "FourRows", "PanelOf", "Tiling")) {
      return contains(own, "PanelOf") ? "matmul, packing" : "matmul";
    } else if (contains(own, "Reduction", "VectorColumns", ".sum", "addRows", ".reduce")) {
      return "reductions";
    } else if (contains(own, "isFinite", "areFinite")) {
      return "check for what is not finite";
    } else if (contains(own, "Functions", "Circular", "kernels.map")) {
      return "functions";
    } else if (contains(
        own, "Elementwise", "BinaryFunction", "Broadcast", "StridedCopy", "Pointwise")) {
      return "elementwise";
    } else if (contains(own, "Rng", "Philox", "Draw")) {
      return "random numbers";
    } else if (own.startsWith("data.") || contains(own, "train.Feed")) {
      return "batch slicing";
    } else if (contains(own, "Workers.awaitOthers", "Workers.watch", "Member.sleep")) {
      return "waiting for the other threads";
    } else if (own.startsWith("tensor.") || own.startsWith("nn.") || own.startsWith("autograd.")) {
      return "other tensor work: " + simple(own);
    } else if (own.startsWith("train.")) {
      return "overhead of the trainer";
    } else {
      return own.startsWith("bench.") ? "overhead of the benchmark" : "";
    }
  }

  /** The outermost type's name, without package, lambda and method. */
  private static String simple(String own) {
    return own.replaceFirst("^([a-z]+\\.)+", "").replaceFirst("[$.].*", "");
  }

  private static boolean contains(String text, String... pieces) {
    for (var piece : pieces) {
      if (text.contains(piece)) {
        return true;
      }
    }
    return false;
  }

  void print(PrintStream out) {
    table(out, "part of the training thread's time", parts, Integer.MAX_VALUE);
    if (!workers.isEmpty()) {
      table(out, "part of the other threads' time", workers, Integer.MAX_VALUE);
    }
    table(out, "method of ours that it was in", methods, METHODS);
    if (!allocated.isEmpty()) {
      table(out, "what allocated", allocated, METHODS);
    }
  }

  private static void table(PrintStream out, String title, Map<String, Long> counts, int most) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    out.printf(Locale.ROOT, "%7s  %s%n", "%", title);
    counts.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<String, Long> it) -> -it.getValue()))
        .limit(most)
        .forEach(
            it -> out.printf(Locale.ROOT, "%7.1f  %s%n", 100.0 * it.getValue() / all, it.getKey()));
    out.println();
  }
}
