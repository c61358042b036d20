package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.FormatException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers of a megabyte, made to cost the most, cost: the bound in {@link Safetensors}. */
class AllocationTest {

  private static final int LENGTH = 1 << 20;
  private static final int BOUND = 80;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A number sign stands for one number after the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"__metadata__":{"a":"  | \\n          | "}}            | 4
          {"__metadata__":{"a":"  | \\u20ac      | "}}            | 6
          {"__metadata__":{"a":"€ | x            | "}}            | 8
          {"__metadata__":{"":""  | ,"#":""      | }}             | 64
          {"__metadata__":{"cortado.sha256":"" | ,"#":"" | }} | 80
          {"a":[1                 | ,1           | ]}             | 8
          {"a":[1                 | ,1.5         | ]}             | 64
          {"a":[1                 | ,1000        | ]}             | 16
          {"a":[1                 | ,[]          | ]}             | 8
          {"a":[1                 | ,[1]         | ]}             | 32
          {"a":[1                 | ,{"":1}      | ]}             | 64
          {"":1                   | ,"#":1       | }              | 32
          {"":1                   | ,"#":{"dtype":"F32","shape":[0],"data_offsets":[0,0]} | } | 32
          """)
  void readsAHostileHeaderInBounds(String head, String repeated, String tail, int most) {
    byte[] file = file(head, repeated, tail);
    allocatedBy(file);

    long allocated = allocatedBy(file);

    assertThat(most).isLessThanOrEqualTo(BOUND);
    assertThat(allocated).isLessThan((long) most * file.length + (1 << 20));
  }

  @Test
  void stopsCountingValuesWhateverTheLength() {
    byte[] small = file("{\"a\":[1", ",{\"\":1}", "]}");
    byte[] large = bytes("{\"a\":[1" + ",{\"\":1}".repeat(LENGTH) + "]}");

    assertThat(allocatedBy(large)).isLessThan(2 * allocatedBy(small) + large.length);
  }

  /** As many as are read, with a checksum to compare. */
  @Test
  void readsManyTensorsInBounds() {
    var header = new StringBuilder("{\"__metadata__\":{\"cortado.sha256\":\"\"}");
    for (int i = 0; i < SafetensorsHeader.MAX_TENSORS; i++) {
      header.append(
          ",\"%x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i));
    }
    byte[] file = bytes(header.append('}').toString());
    allocatedBy(file);

    assertThat(allocatedBy(file)).isLessThan((long) BOUND * file.length + (1 << 20));
  }

  private long allocatedBy(byte[] file) {
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      assertThat(Safetensors.read(file).tensors()).isEmpty();
    } catch (FormatException e) {
      assertThat(e.getMessage()).hasSizeLessThan(400);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] file(String head, String repeated, String tail) {
    var header = new StringBuilder(head);
    for (int i = 0; header.length() < LENGTH; i++) {
      header.append(repeated.replace("#", Integer.toString(i, Character.MAX_RADIX)));
    }
    return bytes(header.append(tail).toString());
  }

  private static byte[] bytes(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }
}
