package dev.cortado.train.progress;

import dev.cortado.plot.FourDigits;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * The line of {@link Progress} that is redrawn. It is never as wide as the terminal, since that
 * wraps in some: where there is little room the bar becomes shorter, then parts are left out.
 */
final class ProgressLine {

  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 6;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private final int width;
  private final boolean blocks;

  /**
   * How far a training has come.
   *
   * @param loss mean of this epoch so far
   * @param speed rows a second; not finite before there was time for one
   * @param left seconds until the end; not finite if not known
   */
  record Values(
      int epoch, int epochs, int batch, int batches, double loss, double speed, double left) {}

  ProgressLine(int width, Charset charset) {
    this.width = width;
    blocks = charset.newEncoder().canEncode(EIGHTHS + "▕");
  }

  String of(Values state) {
    var start = "epoch " + before(state.epoch, state.epochs) + " ";
    var batch = " " + before(state.batch, state.batches);
    var loss = "  loss " + FourDigits.of(state.loss);
    boolean known = Double.isFinite(state.speed) && Double.isFinite(state.left);
    var speed = known ? String.format(Locale.ROOT, "  %,d rows/s", Math.round(state.speed)) : "";
    var left = known ? "  " + duration(state.left) + " left" : "";
    double share = (double) state.batch / state.batches;
    for (var end : new String[] {loss + speed + left, loss + left, loss, ""}) {
      int room = width - 1 - start.length() - batch.length() - end.length() - 2;
      if (room >= SHORTEST_BAR) {
        return start + bar(share, Math.min(LONGEST_BAR, room)) + batch + end;
      }
    }
    var least = start.strip() + batch;
    return least.substring(0, Math.min(least.length(), width - 1));
  }

  /** As {@code 3/50}, as wide for any number. */
  private static String before(int number, int all) {
    var last = Integer.toString(all);
    var text = Integer.toString(number);
    return " ".repeat(Math.max(0, last.length() - text.length())) + text + "/" + last;
  }

  private String bar(double share, int length) {
    int eighths = (int) (share * length * 8);
    int full = eighths / 8;
    if (!blocks) {
      return "[" + "#".repeat(full) + " ".repeat(length - full) + "]";
    }
    boolean partial = full < length;
    return "▕"
        + "█".repeat(full)
        + (partial ? EIGHTHS.charAt(eighths % 8) : "")
        + " ".repeat(length - full - (partial ? 1 : 0))
        + "▏";
  }

  /** As {@code 0:07}, {@code 12:34} or {@code 1:02:03}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
