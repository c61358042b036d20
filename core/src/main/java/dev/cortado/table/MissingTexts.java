package dev.cortado.table;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells values that are there from missing ones. */
public final class MissingTexts {

  private static final Set<String> STANDARD =
      Set.of(
          "", "?", "NA", "N/A", "n/a", "<NA>", "#N/A", "NaN", "nan", "-nan", "NaT", "null", "NULL",
          "Null", "None", "\\N");

  private final Set<String> texts;

  private MissingTexts(Set<String> texts) {
    this.texts = texts;
  }

  /** The texts that mean a missing value if nothing else is said, such as {@code NA}. */
  public static Set<String> standard() {
    return STANDARD;
  }

  /** With these texts for a missing value. */
  public static MissingTexts of(Collection<String> texts) {
    return new MissingTexts(Set.copyOf(texts));
  }

  /**
   * The value, a text without the spaces around it; null if it is missing: null, NaN or one of the
   * texts.
   */
  public @Nullable Object present(@Nullable Object raw) {
    return switch (raw) {
      case null -> null;
      case CharSequence characters -> {
        var text = characters.toString().trim();
        yield texts.contains(text) ? null : text;
      }
      case Double number -> number.isNaN() ? null : number;
      case Float number -> number.isNaN() ? null : number;
      case Character letter -> present(letter.toString());
      case Enum<?> constant -> constant.name();
      default -> raw;
    };
  }
}
