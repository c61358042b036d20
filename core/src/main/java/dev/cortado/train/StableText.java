package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.data.Fingerprint;
import dev.cortado.internal.Records;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value, the same in every run: {@code Adam[rate=0.001, beta1=0.9, …]}. Lambdas and
 * other code are written as {@code code}.
 */
final class StableText {

  private static final String CODE = "code";

  private StableText() {}

  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case Enum<?> constant -> constant.name();
      case Class<?> type -> type.getName();
      case Cell cell -> cell.toString();
      case Tensor tensor -> new Fingerprint().add(tensor).hex();
      case List<?> list ->
          list.stream().map(StableText::text).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map -> map(map);
      case Record it -> record(it);
      case Layer layer -> layer.getClass().getSimpleName() + layer.state();
      case int[] numbers -> Arrays.toString(numbers);
      case long[] numbers -> Arrays.toString(numbers);
      case float[] numbers -> Arrays.toString(numbers);
      case double[] numbers -> Arrays.toString(numbers);
      case Object[] array -> text(Arrays.asList(array));
      default -> CODE;
    };
  }

  private static String map(Map<?, ?> map) {
    return Records.inside(map).stream()
        .map(entry -> entry.name() + "=" + text(entry.value()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String record(Record it) {
    return components(it).stream()
        .map(component -> component.name() + "=" + text(component.value()))
        .collect(Collectors.joining(", ", it.getClass().getSimpleName() + "[", "]"));
  }

  /** A record of a module that is closed to this library keeps its values to itself. */
  private static List<Records.Component> components(Record it) {
    try {
      return Records.components(it);
    } catch (IllegalStateException _) {
      return Arrays.stream(it.getClass().getRecordComponents())
          .map(component -> new Records.Component(component.getName(), CODE))
          .toList();
    }
  }
}
