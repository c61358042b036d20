package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;
import dev.cortado.table.DateOrder;
import dev.cortado.table.Encoding;
import dev.cortado.table.Preparation;
import dev.cortado.table.PreparedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A preparation in JSON; the target is that of the schema.
 *
 * <pre>{@code
 * {"missing":["","NA"],"columns":[
 *   {"name":"age","kind":"number","center":0.0,"missing":38.0,"indicator":false},
 *   {"name":"smokes","kind":"yesNo","no":"no","yes":"yes"},
 *   {"name":"city","kind":"category","values":["Lyon","Turin"],"missing":true},
 *   {"name":"seen","kind":"date","order":"dayMonthYear","reference":20454,
 *    "parts":["year","days"],"missing":[2026.0,0.0],"indicator":true}]}
 * }</pre>
 */
final class PreparationJson {

  private PreparationJson() {}

  static Json json(Preparation preparation) {
    return Json.mapping()
        .with("missing", Json.of(preparation.missing()))
        .with(
            "columns",
            new Json.Sequence(preparation.columns().stream().map(PreparationJson::json).toList()));
  }

  private static Json json(PreparedColumn column) {
    var named = Json.mapping().with("name", Json.of(column.name()));
    return switch (column.encoding()) {
      case Encoding.Quantity(double center, float missing, boolean indicator) ->
          named
              .with("kind", Json.of("number"))
              .with("center", Json.of(center))
              .with("missing", Json.of((double) missing))
              .with("indicator", Json.of(indicator));
      case Encoding.YesNo(var no, var yes) ->
          named.with("kind", Json.of("yesNo")).with("no", Json.of(no)).with("yes", Json.of(yes));
      case Encoding.Category(var values, boolean missing) ->
          named
              .with("kind", Json.of("category"))
              .with("values", Json.of(values))
              .with("missing", Json.of(missing));
      case Encoding.Date(var order, long reference, var parts, var missing, boolean indicator) ->
          named
              .with("kind", Json.of("date"))
              .with("order", Json.of(text(order)))
              .with("reference", Json.of(reference))
              .with("parts", Json.of(parts.stream().map(Encoding.DatePart::text).toList()))
              .with("missing", numbers(missing))
              .with("indicator", Json.of(indicator));
    };
  }

  private static Json numbers(List<Float> numbers) {
    return new Json.Sequence(
        numbers.stream().map(number -> Json.of((double) number.floatValue())).toList());
  }

  private static String text(DateOrder order) {
    return switch (order) {
      case YEAR_MONTH_DAY -> "yearMonthDay";
      case DAY_MONTH_YEAR -> "dayMonthYear";
      case MONTH_DAY_YEAR -> "monthDayYear";
    };
  }

  static Preparation read(FieldReader fields, Target target) {
    var missing = fields.strings("missing");
    var columns = new ArrayList<PreparedColumn>();
    for (var column : fields.objects("columns")) {
      columns.add(column(column));
    }
    fields.requireNothingElse();
    try {
      return new Preparation(columns, target, missing);
    } catch (IllegalArgumentException e) {
      throw fields.wrong(e);
    }
  }

  private static PreparedColumn column(FieldReader fields) {
    try {
      var column = new PreparedColumn(fields.string("name"), encoding(fields));
      fields.requireNothingElse();
      return column;
    } catch (IllegalArgumentException e) {
      throw fields.wrong(e);
    }
  }

  private static Encoding encoding(FieldReader fields) {
    var kind = fields.string("kind");
    return switch (kind) {
      case "number" ->
          new Encoding.Quantity(
              fields.number("center"), (float) fields.number("missing"), fields.flag("indicator"));
      case "yesNo" -> new Encoding.YesNo(fields.string("no"), fields.string("yes"));
      case "category" -> new Encoding.Category(fields.strings("values"), fields.flag("missing"));
      case "date" ->
          new Encoding.Date(
              named(fields, "order", DateOrder.values(), PreparationJson::text),
              fields.integer("reference"),
              parts(fields),
              fields.numbers("missing").stream().map(Double::floatValue).toList(),
              fields.flag("indicator"));
      default ->
          throw fields.wrong(
              "is a '"
                  + SafeText.of(kind)
                  + "', expected number, yesNo, category or date; written by a later release?");
    };
  }

  private static List<Encoding.DatePart> parts(FieldReader fields) {
    return fields.strings("parts").stream()
        .map(text ->
            named(fields, "parts", text, Encoding.DatePart.values(), Encoding.DatePart::text))
        .toList();
  }

  private static <T> T named(FieldReader fields, String key, T[] values, Function<T, String> name) {
    return named(fields, key, fields.string(key), values, name);
  }

  private static <T> T named(
      FieldReader fields, String key, String text, T[] values, Function<T, String> name) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() ->
            fields.wrong(
                "has "
                    + key
                    + " '"
                    + SafeText.of(text)
                    + "', expected one of "
                    + Arrays.stream(values).map(name).collect(Collectors.joining(", "))));
  }
}
