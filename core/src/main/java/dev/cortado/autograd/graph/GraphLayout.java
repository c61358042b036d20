package dev.cortado.autograd.graph;

import dev.cortado.autograd.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Places boxes in columns so that every wire runs from left to right, after K. Sugiyama, S. Tagawa
 * and M. Toda, <i>Methods for visual understanding of hierarchical system structures</i> (IEEE
 * Transactions on Systems, Man, and Cybernetics 11, 1981): a box stands as close to its use as it
 * can; a wire that passes a column gets a cell of its own there, so that it goes around boxes;
 * columns are sorted by the mean place of their neighbors while that removes crossings; and cells
 * move to the mean height of their neighbors as far as the order lets them.
 */
final class GraphLayout {

  private static final int BETWEEN_COLUMNS = 72;
  private static final int BETWEEN_BOXES = 26;
  private static final int BETWEEN_WIRES = 14;
  private static final int SWEEPS = 12;

  /** How much cells count when they are placed: straight wires matter most, leaves least. */
  private static final double WEIGHT_OF_WIRE = 8;

  private static final double WEIGHT_OF_LEAF = 0.001;

  /** Something of this size, computed from boxes that stand before it in the list. */
  record Box(int width, int height, List<Integer> inputs) {}

  /** A horizontal piece of a wire. */
  record Run(double from, double to, double y) {}

  /** A box, or the place in a column where a wire passes. */
  private static final class Cell {
    final int column;
    final double height;
    final double weight;
    final List<Cell> before = new ArrayList<>();
    final List<Cell> after = new ArrayList<>();
    int place;
    double y;

    Cell(int column, double height, double weight) {
      this.column = column;
      this.height = height;
      this.weight = weight;
    }

    /** The weighted mean height of neighbors; those of the same kind count most. */
    double middle(List<Cell> neighbors) {
      double sum = 0;
      double weights = 0;
      for (var neighbor : neighbors) {
        double counting = neighbor.weight == weight ? 1 : neighbor.weight == 1 ? 0.2 : 0.01;
        sum += counting * neighbor.y;
        weights += counting;
      }
      return weights == 0 ? y : sum / weights;
    }
  }

  private final List<Box> boxes;
  private final int[] columnOf;
  private final List<List<Cell>> columns = new ArrayList<>();

  /** For each box its cell, then those in the columns that its wires pass. */
  private final List<List<Cell>> wires = new ArrayList<>();

  private final double[] left;
  private final double[] right;

  GraphLayout(List<Box> boxes) {
    this.boxes = boxes;
    columnOf = columns(boxes);
    int count = Arrays.stream(columnOf).max().orElse(0) + 1;
    left = new double[count];
    right = new double[count];
    connect();
    fillColumns(count);
    untangle();
    place();
    widen();
  }

  /** The column of a box: as far left of the last one as the longest way from it to there. */
  private static int[] columns(List<Box> boxes) {
    int[] steps = new int[boxes.size()];
    for (int i = boxes.size() - 1; i >= 0; i--) {
      for (int input : boxes.get(i).inputs()) {
        steps[input] = Math.max(steps[input], steps[i] + 1);
      }
    }
    int last = Arrays.stream(steps).max().orElse(0);
    return Arrays.stream(steps).map(step -> last - step).toArray();
  }

  private void connect() {
    for (int i = 0; i < boxes.size(); i++) {
      var box = boxes.get(i);
      double weight = box.inputs().isEmpty() ? WEIGHT_OF_LEAF : 1;
      var cell = new Cell(columnOf[i], box.height(), weight);
      wires.add(new ArrayList<>(List.of(cell)));
      for (int input : box.inputs()) {
        link(reach(wires.get(input), cell.column - 1), cell);
      }
    }
  }

  /** The cell of a wire in a column; the wire is extended as far as that. */
  private static Cell reach(List<Cell> wire, int column) {
    while (wire.getLast().column < column) {
      var next = new Cell(wire.getLast().column + 1, 0, WEIGHT_OF_WIRE);
      link(wire.getLast(), next);
      wire.add(next);
    }
    return wire.get(column - wire.getFirst().column);
  }

  private static void link(Cell from, Cell to) {
    from.after.add(to);
    to.before.add(from);
  }

  /** The initial order is that of a walk from the result, first operands first. */
  private void fillColumns(int count) {
    for (int i = 0; i < count; i++) {
      columns.add(new ArrayList<>());
    }
    visit(wires.getLast().getFirst(), new HashSet<>());
    renumber();
  }

  private void visit(Cell cell, Set<Cell> seen) {
    if (seen.add(cell)) {
      columns.get(cell.column).add(cell);
      cell.before.forEach(before -> visit(before, seen));
    }
  }

  private void renumber() {
    for (var column : columns) {
      for (int i = 0; i < column.size(); i++) {
        column.get(i).place = i;
      }
    }
  }

  private void untangle() {
    var best = columns.stream().map(List::copyOf).toList();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean forward = sweep % 2 == 0;
      for (var column : forward ? columns : columns.reversed()) {
        sort(column, forward ? cell -> cell.before : cell -> cell.after);
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = columns.stream().map(List::copyOf).toList();
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.set(i, best.get(i));
    }
    renumber();
  }

  private void sort(List<Cell> column, Function<Cell, List<Cell>> neighbors) {
    column.sort(
        Comparator.comparingDouble(cell ->
            neighbors.apply(cell).stream()
                .mapToInt(neighbor -> neighbor.place)
                .average()
                .orElse(cell.place)));
    for (int i = 0; i < column.size(); i++) {
      column.get(i).place = i;
    }
  }

  private long crossings() {
    long crossings = 0;
    for (var column : columns) {
      for (var upper : column) {
        for (var lower : column.subList(upper.place + 1, column.size())) {
          for (var above : upper.after) {
            crossings += lower.after.stream().filter(below -> below.place < above.place).count();
          }
        }
      }
    }
    return crossings;
  }

  private void place() {
    for (var column : columns) {
      settle(column, _ -> List.of());
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      columns.forEach(column -> settle(column, cell -> cell.before));
      columns.reversed().forEach(column -> settle(column, cell -> cell.after));
    }
    columns.forEach(column ->
        settle(
            column,
            cell -> {
              var both = new ArrayList<>(cell.before);
              both.addAll(cell.after);
              return both;
            }));
    double top =
        columns.stream()
            .flatMap(List::stream)
            .mapToDouble(cell -> cell.y - cell.height / 2)
            .min()
            .orElse(0);
    columns.stream().flatMap(List::stream).forEach(cell -> cell.y -= top);
  }

  /**
   * Moves the cells of a column to the mean height of their neighbors, without overlap and with the
   * least squared distance (isotonic regression): cells that would overlap are pooled and moved
   * together.
   */
  private static void settle(List<Cell> column, Function<Cell, List<Cell>> neighbors) {
    double[] offset = new double[column.size()];
    double[] mean = new double[column.size()];
    double[] weight = new double[column.size()];
    int[] size = new int[column.size()];
    int pools = 0;
    for (int i = 0; i < column.size(); i++) {
      var cell = column.get(i);
      offset[i] = i == 0 ? 0 : offset[i - 1] + distance(column.get(i - 1), cell);
      mean[pools] = cell.middle(neighbors.apply(cell)) - offset[i];
      weight[pools] = cell.weight;
      size[pools++] = 1;
      while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
        double together = weight[pools - 2] + weight[pools - 1];
        mean[pools - 2] =
            (mean[pools - 2] * weight[pools - 2] + mean[pools - 1] * weight[pools - 1]) / together;
        weight[pools - 2] = together;
        size[pools - 2] += size[pools - 1];
        pools--;
      }
    }
    int i = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int k = 0; k < size[pool]; k++, i++) {
        column.get(i).y = mean[pool] + offset[i];
      }
    }
  }

  private static double distance(Cell upper, Cell lower) {
    int gap = upper.height == 0 && lower.height == 0 ? BETWEEN_WIRES : BETWEEN_BOXES;
    return (upper.height + lower.height) / 2 + gap;
  }

  private void widen() {
    for (int i = 0; i < boxes.size(); i++) {
      right[columnOf[i]] = Math.max(right[columnOf[i]], boxes.get(i).width());
    }
    for (int column = 0; column < left.length; column++) {
      left[column] = column == 0 ? 0 : right[column - 1] + BETWEEN_COLUMNS;
      right[column] += left[column];
    }
  }

  double width() {
    return right[right.length - 1];
  }

  double height() {
    return columns.stream()
        .flatMap(List::stream)
        .mapToDouble(cell -> cell.y + cell.height / 2)
        .max()
        .orElse(0);
  }

  /**
   * The left edge of a box; boxes with inputs are at the left of their column, leaves at the right.
   */
  double x(int box) {
    return boxes.get(box).inputs().isEmpty()
        ? right[columnOf[box]] - boxes.get(box).width()
        : left[columnOf[box]];
  }

  /** The middle height of a box. */
  double y(int box) {
    return wires.get(box).getFirst().y;
  }

  /** The inputs of a box, from the one whose wire arrives highest to the lowest. */
  List<Integer> fromTheTop(int box) {
    return boxes.get(box).inputs().stream()
        .sorted(Comparator.comparingDouble(from -> passing(from, columnOf[box] - 1).y))
        .toList();
  }

  private Cell passing(int from, int column) {
    return wires.get(from).get(column - columnOf[from]);
  }

  /**
   * The horizontal pieces of the wire from one box to another, without its end; curves join them.
   */
  List<Run> runs(int from, int to) {
    var runs = new ArrayList<Run>();
    for (var cell : wires.get(from).subList(0, columnOf[to] - columnOf[from])) {
      double start = runs.isEmpty() ? x(from) + boxes.get(from).width() : left[cell.column];
      runs.add(new Run(start, right[cell.column], cell.y));
    }
    return runs;
  }
}
