package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column of a table is for. */
public enum Role {
  /** A quantity. */
  NUMBER("number", true),
  /** One of two values. */
  YES_NO("yes/no", true),
  /** One of several values. */
  CATEGORY("category", true),
  /** A date, perhaps with a time. */
  DATE("date", true),
  /** What is asked. */
  TARGET("target", false),
  /** What each row counts. */
  WEIGHT("weight", false),
  /** Rows with the same value belong together and stay on one side of a split. */
  GROUP("group", false),
  /** When a row was known; the latest rows are for testing. */
  TIME("time", false),
  /** A number or text that only names the row; left out. */
  IDENTIFIER("identifier", false),
  /** The same value in every row; left out. */
  CONSTANT("constant", false),
  /** The same values as another column; left out. */
  DUPLICATE("duplicate", false),
  /** Free text; left out. */
  TEXT("text", false),
  /** Left out on request. */
  IGNORED("ignored", false);

  private final String text;
  private final boolean feature;

  Role(String text, boolean feature) {
    this.text = text;
    this.feature = feature;
  }

  /** As it is shown, and given in {@code name=role}. */
  public String text() {
    return text;
  }

  /** Whether the model uses the column. */
  public boolean isFeature() {
    return feature;
  }

  /** The role with this name: {@code number}, {@code yes/no}, {@code ignore}. */
  public static Role of(String text) {
    var wanted = text.toLowerCase(Locale.ROOT).replaceAll("[-_/ ]", "");
    for (var role : values()) {
      var plain = role.text.replace("/", "");
      if (plain.equals(wanted) || (role == IGNORED && wanted.equals("ignore"))) {
        return role;
      }
    }
    throw Errors.argument(
        "role '%s', expected one of %s",
        SafeText.of(text),
        Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", ")));
  }
}
