package dev.cortado.tables.read;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.JulianFields;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A value of a Parquet file as a raw value. */
final class ParquetValue {

  private ParquetValue() {}

  static @Nullable Object of(@Nullable Object value, boolean unsigned) {
    return switch (value) {
      case Integer whole when unsigned -> Integer.toUnsignedLong(whole);
      case Long whole when unsigned && whole < 0 -> new BigInteger(Long.toUnsignedString(whole));
      case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      case UUID id -> id.toString();
      case byte[] bytes when bytes.length == 12 -> timestamp(bytes);
      case null, default -> value;
    };
  }

  /** The form of older files: nanoseconds of the day, and the Julian day. */
  private static LocalDateTime timestamp(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    var day = LocalDate.EPOCH.with(JulianFields.JULIAN_DAY, buffer.getInt());
    return day.atStartOfDay().plusNanos(nanos);
  }
}
