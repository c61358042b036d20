package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.data.Fingerprint;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a value says, the same in every run: {@code Adam[rate=0.001, beta1=0.9, …]}. Of code, such
 * as a lambda, there is only to say that it is there.
 */
final class StableText {

  private StableText() {}

  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case Enum<?> constant -> constant.name();
      case Cell cell -> cell.toString();
      case Tensor tensor -> new Fingerprint().add(tensor).hex();
      case List<?> list ->
          list.stream().map(StableText::text).collect(Collectors.joining(", ", "[", "]"));
      case Record it -> record(it);
      case Layer layer -> layer.getClass().getSimpleName() + layer.state();
      case int[] numbers -> Arrays.toString(numbers);
      case long[] numbers -> Arrays.toString(numbers);
      case float[] numbers -> Arrays.toString(numbers);
      case double[] numbers -> Arrays.toString(numbers);
      case Object[] array -> text(Arrays.asList(array));
      default -> "code";
    };
  }

  private static String record(Record it) {
    return Arrays.stream(it.getClass().getRecordComponents())
        .map(component -> component.getName() + "=" + text(value(it, component)))
        .collect(Collectors.joining(", ", it.getClass().getSimpleName() + "[", "]"));
  }

  private static @Nullable Object value(Record it, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(it);
    } catch (ReflectiveOperationException | RuntimeException _) {
      // A record of a module that is closed to us: there is only to say that it is there.
      return "code";
    }
  }
}
