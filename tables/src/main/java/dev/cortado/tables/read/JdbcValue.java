package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A value of a query as a raw value. */
final class JdbcValue {

  private JdbcValue() {}

  /** The value; one that is neither text, number, truth value, date nor time is refused. */
  static @Nullable Object of(@Nullable Object value, String place, String column)
      throws SQLException {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case Character letter -> letter.toString();
      case UUID id -> id.toString();
      case Date date -> date.toLocalDate();
      case Time time -> time.toLocalTime();
      case Timestamp moment -> moment.toLocalDateTime();
      case Instant moment -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
      case OffsetDateTime moment -> LocalDateTime.ofInstant(moment.toInstant(), ZoneOffset.UTC);
      case ZonedDateTime moment -> LocalDateTime.ofInstant(moment.toInstant(), ZoneOffset.UTC);
      case Temporal time -> time;
      case Clob text ->
          text.getSubString(1, (int) Math.min(text.length(), CsvDialect.MOST_CHARACTERS));
      default ->
          throw new FormatException(
              "JDBC-TYPE",
              place,
              "column '"
                  + SafeText.of(column)
                  + "' is of type "
                  + value.getClass().getSimpleName()
                  + "; leave it out of the query, or cast it to text or a number");
    };
  }
}
