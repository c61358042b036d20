package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.CodeScan;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a recording sees all that a model or a loss depends on: records of numbers, texts,
 * tensors, cells, arrays and such records, whose code reads nothing that changes elsewhere. A class
 * of one's own may count; of a lambda the code cannot be read.
 */
final class Traceability {

  /** What lists, sets and maps that cannot change are nested in. */
  private static final Class<?> UNCHANGING = List.of().getClass().getNestHost();

  /** An array, and what was in it. */
  private record Snapshot(Object array, Object copy) {}

  private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Cell> cells = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Snapshot> arrays = new ArrayList<>();
  private final CodeScan code = new CodeScan();
  private @Nullable String problem;

  private Traceability() {}

  /** Of values by name. */
  static Traceability of(SequencedMap<String, ?> values) {
    var it = new Traceability();
    values.forEach((name, value) -> it.visit(name, "", value));
    it.visitStatics();
    return it;
  }

  /** Why a recording would not be complete, with the repair; null if it is. */
  @Nullable String problem() {
    return problem;
  }

  /** The cells in it, whether a state lists them or not. */
  Collection<Cell> cells() {
    return Collections.unmodifiableCollection(cells);
  }

  /** The tensors in it. */
  Collection<Tensor> tensors() {
    return Collections.unmodifiableCollection(tensors);
  }

  /** Whether its arrays hold what they held. */
  boolean isUnchanged() {
    for (int i = 0; i < arrays.size(); i++) {
      if (!Objects.deepEquals(arrays.get(i).array, arrays.get(i).copy)) {
        return false;
      }
    }
    return true;
  }

  /** From now on its arrays are compared with what they hold now. */
  void refresh() {
    arrays.replaceAll(it -> new Snapshot(it.array, copy(it.array)));
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    var copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /**
   * Visits a value.
   *
   * @param owner path of the record that it is a component of, from {@code model} or {@code loss}
   * @param name of the component; empty for the model or loss itself
   */
  private void visit(String owner, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Cell cell -> cells.add(cell);
      case String _, Boolean _, Character _, Enum<?> _ -> {}
      case Byte _, Short _, Integer _, Long _, Float _, Double _ -> {}
      case Tensor tensor -> tensors.add(tensor);
      case Record record -> visitRecord(name.isEmpty() ? owner : owner + "." + name, record);
      case List<?> list when cannotChange(list) -> visitAll(owner, name, list);
      case Set<?> set when cannotChange(set) -> visitAll(owner, name, set);
      case Map<?, ?> map when cannotChange(map) -> {
        visitAll(owner, name, map.keySet());
        visitAll(owner, name, map.values());
      }
      case Object[] array -> {
        snapshot(array);
        visitAll(owner, name, java.util.Arrays.asList(array));
      }
      case Object array when array.getClass().isArray() -> snapshot(array);
      case Object other -> prevent(owner, name, other);
    }
  }

  private static boolean cannotChange(Object collection) {
    return UNCHANGING.equals(collection.getClass().getNestHost());
  }

  private void visitAll(String owner, String name, Collection<?> values) {
    int i = 0;
    for (var value : values) {
      visit(owner, name.isEmpty() ? "" + i : name + "." + i, value);
      i++;
    }
  }

  private void snapshot(Object array) {
    if (visited.add(array)) {
      arrays.add(new Snapshot(array, copy(array)));
    }
  }

  private void visitRecord(String path, Record record) {
    if (!visited.add(record)) {
      return;
    }
    code.add(record.getClass());
    if (code.problem() != null) {
      prevent(text(path) + " (" + record.getClass().getSimpleName() + "): " + code.problem());
    }
    for (var component : record.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        visit(path, component.getName(), accessor.invoke(record));
      } catch (ReflectiveOperationException | RuntimeException _) {
        prevent(
            text(path)
                + ": component '"
                + component.getName()
                + "' cannot be read; open its package to dev.cortado.core");
      }
    }
  }

  /** Static final fields are part of what the code depends on, like components. */
  private void visitStatics() {
    var done = new HashSet<Field>();
    for (var fields = code.statics(); done.addAll(fields); fields = code.statics()) {
      for (var field : fields) {
        var type = field.getDeclaringClass().getSimpleName();
        try {
          ((AccessibleObject) field).setAccessible(true);
          visit("static field " + type, field.getName(), field.get(null));
        } catch (ReflectiveOperationException | RuntimeException _) {
          prevent("static field " + type + "." + field.getName() + " cannot be read");
        }
      }
    }
  }

  private void prevent(String owner, String name, Object value) {
    var type = value.getClass();
    var where = name.isEmpty() ? text(owner) : text(owner) + ": component '" + name + "'";
    if (type.isHidden() || type.isSynthetic()) {
      prevent(
          where
              + " is a lambda, whose code cannot be read; make it a record, as in record MyLoss()"
              + " implements Loss { … }");
    } else if (value instanceof Collection || value instanceof Map) {
      prevent(where + " is a collection that may change; copy it with List.copyOf or Map.copyOf");
    } else {
      prevent(
          where
              + " is of class "
              + type.getName()
              + ", which may change unseen; make it a record, and keep what changes in a Buffer");
    }
  }

  private void prevent(String reason) {
    problem = problem == null ? reason : problem;
  }

  /** How a path reads in a message. */
  private static String text(String path) {
    return path.startsWith("model.") ? "layer '" + path.substring(6) + "'" : "the " + path;
  }
}
