package dev.cortado.train;

import dev.cortado.autograd.Stored;
import dev.cortado.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value does the same whenever it is used: a record of numbers, texts, cells and such
 * records. A lambda or a class of one's own may count, remember, or look at the clock.
 */
final class Settled {

  /** The type of lists that cannot change, whatever their length. */
  private static final String UNCHANGING = List.of().getClass().getNestHost().getName();

  private Settled() {}

  static boolean is(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String _, Number _, Boolean _, Enum<?> _, Stored _, Tensor _ -> true;
      case List<?> list ->
          list.getClass().getNestHost().getName().equals(UNCHANGING)
              && list.stream().allMatch(Settled::is);
      case Record it ->
          Arrays.stream(it.getClass().getRecordComponents())
              .allMatch(component -> isSettled(it, component));
      default -> false;
    };
  }

  private static boolean isSettled(Record it, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return is(accessor.invoke(it));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return false;
    }
  }
}
