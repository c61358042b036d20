package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first difference between the architecture in a file and that of a model. */
final class ArchitectureDiff {

  private ArchitectureDiff() {}

  /**
   * Requires both to be equal.
   *
   * @throws FormatException with the first difference
   */
  static void requireEqual(String place, Json file, Json model) {
    compare(place, "", file, model);
  }

  private static void compare(
      String place, String path, @Nullable Json file, @Nullable Json model) {
    if (file instanceof Json.Mapping(var mine) && model instanceof Json.Mapping(var theirs)) {
      var names = new LinkedHashSet<>(theirs.keySet());
      names.addAll(mine.keySet());
      if (!mine.containsKey(Architecture.FIELDS) || !theirs.containsKey(Architecture.FIELDS)) {
        // A layer of the program's own; earlier releases wrote only its name.
        names.remove(Architecture.FIELDS);
      }
      for (var name : names) {
        compare(place, inner(path, name), mine.get(name), theirs.get(name));
      }
    } else if (file instanceof Json.Sequence(var mine)
        && model instanceof Json.Sequence(var theirs)) {
      for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
        compare(place, inner(path, String.valueOf(i)), at(mine, i), at(theirs, i));
      }
    } else if (file == null || !file.equals(model)) {
      throw new FormatException(
          "MODEL-LAYER",
          place,
          "'" + SafeText.of(path) + "' is " + shown(file) + ", model has " + shown(model));
    }
  }

  private static @Nullable Json at(List<Json> values, int i) {
    return i < values.size() ? values.get(i) : null;
  }

  private static String inner(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shown(@Nullable Json json) {
    return json == null ? "nothing" : SafeText.of(json.text());
  }
}
