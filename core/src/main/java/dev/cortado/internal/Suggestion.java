package dev.cortado.internal;

import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.List;

/** The known name that is most like an unknown one. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * The end of a message: {@code "; did you mean demo?"}, or nothing if no name is near enough. A
   * name that differs in upper and lower case alone is the nearest.
   */
  public static String of(String written, List<String> names) {
    var nearest = "";
    var letters = letters(written);
    int fewest = 1 + max(1, letters.length() / 3);
    for (var name : names) {
      if (name.equalsIgnoreCase(written)) {
        return "; did you mean " + name + "?";
      }
      int mistakes = mistakes(letters, letters(name));
      if (mistakes < fewest) {
        fewest = mistakes;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
  }

  /** The name without dashes, which would make any two options alike. */
  private static String letters(String name) {
    return name.replaceFirst("^-+", "");
  }

  /** The number of letters left out, added, replaced or exchanged with a neighbor. */
  static int mistakes(String written, String meant) {
    int[] beforeLast = new int[meant.length() + 1];
    int[] last = new int[meant.length() + 1];
    for (int j = 0; j <= meant.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= written.length(); i++) {
      int[] row = new int[meant.length() + 1];
      row[0] = i;
      for (int j = 1; j <= meant.length(); j++) {
        boolean same = written.charAt(i - 1) == meant.charAt(j - 1);
        row[j] = min(last[j - 1] + (same ? 0 : 1), 1 + min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && written.charAt(i - 1) == meant.charAt(j - 2)
            && written.charAt(i - 2) == meant.charAt(j - 1)) {
          row[j] = min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[meant.length()];
  }
}
