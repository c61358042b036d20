package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value does the same whenever it is used: a record of numbers, texts, cells and such
 * records. A lambda or a class of one's own may count, remember, or look at the clock.
 *
 * <p>Steps of a training and models in use are repeated without asking the layers again only if
 * these are settled; it is public because the two live in different packages.
 */
public final class Settled {

  /** The type of lists that cannot change, whatever their length. */
  private static final String UNCHANGING = List.of().getClass().getNestHost().getName();

  private final Set<Cell> cells = Collections.newSetFromMap(new IdentityHashMap<>());

  private Settled() {}

  /** Whether it is. */
  public static boolean is(@Nullable Object value) {
    return new Settled().visit(value);
  }

  /** The cells in a settled value, also those that its state does not list. */
  static Set<Cell> cells(Object value) {
    var settled = new Settled();
    settled.visit(value);
    return settled.cells;
  }

  private boolean visit(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Cell cell -> {
        cells.add(cell);
        yield true;
      }
      case String _, Boolean _, Character _, Enum<?> _, Tensor _ -> true;
      case Byte _, Short _, Integer _, Long _, Float _, Double _ -> true;
      case List<?> list ->
          list.getClass().getNestHost().getName().equals(UNCHANGING)
              && list.stream().allMatch(this::visit);
      case Record it ->
          Arrays.stream(it.getClass().getRecordComponents())
              .allMatch(component -> visit(it, component));
      default -> false;
    };
  }

  private boolean visit(Record it, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return visit(accessor.invoke(it));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return false;
    }
  }
}
