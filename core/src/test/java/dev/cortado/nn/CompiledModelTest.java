package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.InPlaceCells;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.KernelsWithFormulas;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompiledModelTest {

  /** Run as it is written, watched, and twice repeated. */
  private static final int TIMES = 4;

  private static final int[] BATCHES = {
    1, 2, 7, 100, CompiledModel.LONGEST_PIECE + 19, 2 * CompiledModel.LONGEST_PIECE + 3
  };
  private static final Rng RNG = Rng.of(3);

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void hasTheBitsOfTheModelAsItIsWritten(String name, Layer model, int... row) {
    var rows = Shape.of(row);
    model.start(RNG.at("start"));
    var prepared = CompiledModel.of(model, rows);
    for (int time = 0; time < TIMES; time++) {
      for (int batch : BATCHES) {
        var x = numbers(name, time, batch, row);
        assertSaysWhatTheModelSays(prepared, model, x);
        Compute.of(KernelsWithFormulas.scalar(), Compute.current().workers())
            .call(() -> {
              assertSaysWhatTheModelSays(prepared, model, x);
              return name;
            });
      }
    }
  }

  static List<Arguments> models() {
    return List.of(
        Arguments.of("dense", Dense.of(6, 3, Activation.tanh()), new int[] {6}),
        Arguments.of("nothing", Sequential.of(), new int[] {6}),
        Arguments.of(
            "deep",
            Sequential.of(
                Dense.of(6, 40, Activation.relu()),
                Dropout.of(0.5),
                Dense.of(40, 20, Activation.gelu()),
                Dense.of(20, 4, Activation.softmax())),
            new int[] {6}),
        Arguments.of(
            "norms",
            Sequential.of(
                Standardize.fit(RNG.at("fit").normal(Shape.of(20, 6))),
                Dense.of(6, 8).withoutBias(),
                BatchNorm.of(8),
                Activation.silu(),
                LayerNorm.of(8),
                Residual.of(Dense.of(8, 8, Activation.sigmoid()), LayerNorm.of(8)),
                Dense.of(8, 1)),
            new int[] {6}),
        Arguments.of(
            "embedding",
            Sequential.of(Embedding.of(9, 4), Flatten.of(), Dense.of(12, 2)),
            new int[] {3}),
        Arguments.of(
            "images",
            Sequential.of(GroupNorm.of(2, 4), Flatten.of(), Dense.of(36, 2)),
            new int[] {4, 3, 3}),
        Arguments.of(
            "scaled in narrow rows, shifted in wide ones", new InTwoShapes(4, 16), new int[] {16}),
        Arguments.of(
            "scaled in wide rows, shifted in narrow ones", new InTwoShapes(16, 4), new int[] {16}),
        Arguments.of("own record", new Gated(Dense.of(6, 4), Dense.of(6, 4)), new int[] {6}),
        Arguments.of("looks at numbers", new Looking(), new int[] {6}),
        Arguments.of("own class", new Counting(), new int[] {6}),
        Arguments.of("rows that see each other", new Crowd(), new int[] {6}));
  }

  /** Scales rows of one width and shifts the same numbers in rows of another width. */
  private record InTwoShapes(Tensor scale, Tensor shift) implements Layer {

    InTwoShapes(int first, int second) {
      this(RNG.at("scale").normal(Shape.of(first)), RNG.at("shift").normal(Shape.of(second)));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.reshape(-1, scale.size())
          .mul(scale)
          .reshape(-1, shift.size())
          .add(shift)
          .reshape(x.shape());
    }
  }

  private record Gated(Dense value, Dense gate) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var open = gate.forward(x, pass.at("gate")).sigmoid();
      return value.forward(x, pass.at("value")).mul(open);
    }
  }

  private record Looking() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x.toArray()[0] > 0 ? x.neg() : x;
    }
  }

  /** Refuses few rows, and so pieces of many. */
  private record Crowd() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      int rows = x.shape().dim(0);
      if (Integer.bitCount(rows) == 1 && rows > 2) {
        throw new IllegalArgumentException("crowd: " + rows + " rows");
      }
      return x.mul(2);
    }
  }

  /** Forgets nothing of what it was asked, so it must be asked each time. */
  private static final class Counting implements Layer {
    final AtomicInteger calls = new AtomicInteger();

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      calls.incrementAndGet();
      return x.square();
    }

    @Override
    public SequencedMap<String, Cell> state() {
      return Dense.of(1, 1).state();
    }
  }

  @Test
  void callsAModelOfRecordsThreeTimesAndAnyOtherEachTime() {
    record Told(Dense dense) implements Layer {
      static final AtomicInteger CALLS = new AtomicInteger();

      @Override
      public Tensor forward(Tensor x, Pass pass) {
        CALLS.incrementAndGet();
        return dense.forward(x, pass.at("dense"));
      }
    }
    var counting = new Counting();
    var told = CompiledModel.of(new Told(started()), Shape.of(6));
    var other = CompiledModel.of(counting, Shape.of(6));
    for (int i = 0; i < 10; i++) {
      said(told, numbers("x", i, 1, 6), 3);
      said(other, numbers("x", i, 1, 6), 6);
    }

    assertThat(Told.CALLS).hasValue(3);
    assertThat(counting.calls).hasValue(10);
  }

  @Test
  void asksALayerWithAChangingNumberEachTime() {
    record Numbered(AtomicInteger calls) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x.add(calls.incrementAndGet());
      }
    }
    var prepared = CompiledModel.of(new Numbered(new AtomicInteger()), Shape.of(1));
    float[] out = new float[1];
    for (int i = 1; i <= 5; i++) {
      prepared.predict(new float[1], out);
      assertThat(out).containsExactly(i);
    }
  }

  @Test
  void predictionsMayReplaceTheRowsThatTheyAreOf() {
    var softmax = CompiledModel.of(Activation.softmax(), Shape.of(3));
    for (int rows : new int[] {1, 5, 600, 5}) {
      var x = Rng.of(rows).normal(Shape.of(rows, 3));
      for (int time = 0; time < TIMES; time++) {
        float[] values = x.toArray();
        softmax.predict(values, 0, rows, values, 0);
        assertThat(values).isEqualTo(x.softmax(-1).toArray());
      }
    }
    assertThat(softmax.status().isCompiled()).isTrue();
  }

  @Test
  void usesTheModelAsItIsNow() {
    var model = Sequential.of(Dense.of(6, 3, Activation.relu()), Dense.of(3, 2));
    var prepared = CompiledModel.of(model, Shape.of(6));
    var x = numbers("x", 0, 5, 6);
    for (int seed = 0; seed < 3; seed++) {
      model.start(Rng.of(seed));
      for (int time = 0; time < TIMES; time++) {
        assertSaysWhatTheModelSays(prepared, model, x);
      }
    }
    var bias = model.parameters().getLast();
    bias.set(bias.value().add(1));

    assertSaysWhatTheModelSays(prepared, model, x);
  }

  @Test
  void followsCellsThatATrainingChangesInPlace() {
    var model = started();
    var prepared = CompiledModel.of(model, Shape.of(6));
    var x = numbers("x", 0, 5, 6);
    var cells = new InPlaceCells(model.parameters());
    for (int step = 0; step < 6; step++) {
      if (step % 3 == 0) {
        cells.change(() -> cells.elements(0)[0] += 1);
      }
      assertSaysWhatTheModelSays(prepared, model, x);
    }
  }

  @Test
  void seesACellThatTheStateDoesNotTellOf() {
    record Hidden(Parameter shift) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x.add(shift.value());
      }

      @Override
      public SequencedMap<String, Cell> state() {
        return Sequential.of().state();
      }
    }
    var shift = Parameter.of(Tensor.scalar(1));
    var prepared = CompiledModel.of(new Hidden(shift), Shape.of(1));
    for (int i = 0; i < TIMES; i++) {
      assertThat(said(prepared, Tensor.zeros(1, 1), 1)).containsExactly(1);
    }
    shift.set(Tensor.scalar(2));

    assertThat(said(prepared, Tensor.zeros(1, 1), 1)).containsExactly(2);
  }

  @Test
  void manyThreadsShareOne() throws InterruptedException, ExecutionException {
    var model = started();
    var prepared = CompiledModel.of(model, Shape.of(6));
    Callable<Boolean> use =
        () -> {
          boolean same = true;
          for (int i = 0; i < 200; i++) {
            var x = numbers("x", i, 1 + i % 9, 6);
            same &= Tensor.of(said(prepared, x, 3)).sameBits(Tensor.of(model.predict(x).toArray()));
          }
          return same;
        };
    try (var threads = Executors.newFixedThreadPool(20)) {
      var results = new ArrayList<Future<Boolean>>();
      for (int thread = 0; thread < 20; thread++) {
        results.add(threads.submit(use));
      }
      for (var result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  /** Enough multiply-adds to share pieces among threads. */
  @Test
  void saysTheSameOnAnyNumberOfThreads() {
    var model = Sequential.of(Dense.of(60, 120, Activation.relu()), Dense.of(120, 3)).start(RNG);
    var prepared = CompiledModel.of(model, Shape.of(60));
    var x = numbers("x", 0, 3 * CompiledModel.LONGEST_PIECE + 5, 60);
    float[] expected = model.predict(x).toArray();
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (var workers = Workers.of(threads)) {
        var compute = Compute.with(workers);
        for (int time = 0; time < 3; time++) {
          assertThat(compute.call(() -> said(prepared, x, 3))).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void readsAndWritesWhereItIsTold() {
    var model = started();
    var prepared = CompiledModel.of(model, Shape.of(6));
    var x = numbers("x", 0, 4, 6);
    float[] all = model.predict(x).toArray();
    for (int time = 0; time < TIMES; time++) {
      float[] out = new float[8];
      prepared.predict(x.toArray(), 6, 2, out, 1);
      assertThat(out).containsExactly(0, all[3], all[4], all[5], all[6], all[7], all[8], 0);
    }
  }

  @Test
  void saysNothingOfNoRows() {
    var prepared = CompiledModel.of(started(), Shape.of(6));
    for (int time = 0; time < TIMES; time++) {
      prepared.predict(new float[0], 0, 0, new float[0], 0);
    }

    assertThat(prepared.row()).isEqualTo(Shape.of(6));
  }

  @Test
  void refusesArraysThatAreTooShort() {
    var model = started();
    var prepared = CompiledModel.of(model, Shape.of(6));
    for (int time = 0; time < TIMES; time++) {
      assertThatThrownBy(() -> prepared.predict(new float[5], new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("predict: 1 rows [6] from index 0 on, in an array of 5");
      assertThatThrownBy(() -> prepared.predict(new float[18], 0, 3, new float[9], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("predict: 9 numbers from index 1 on do not fit an array of 9");
      assertSaysWhatTheModelSays(prepared, model, numbers("x", time, 3, 6));
    }
  }

  @Test
  void refusesAModelThatDoesNotSaySomethingOfEachRow() {
    record Mean() implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return x.mean(0);
      }
    }
    var prepared = CompiledModel.of(new Mean(), Shape.of(6));

    assertThatThrownBy(() -> said(prepared, numbers("x", 0, 2, 6), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("predict: the model makes [6] of 2 rows");
  }

  @Test
  void tellsWhatALayerRefusesByItsPlaceAmongAllRows() {
    var prepared = CompiledModel.of(Embedding.of(4, 2).start(RNG), Shape.of(1));
    float[] index = new float[CompiledModel.LONGEST_PIECE + 9];
    float[] out = new float[2 * index.length];
    for (int time = 0; time < TIMES; time++) {
      prepared.predict(index, 0, index.length, out, 0);
    }
    index[index.length - 2] = 4;

    assertThatThrownBy(() -> prepared.predict(index, 0, index.length, out, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gather: index 519 is 4.0, expected a whole number from 0 to 3");
  }

  @Test
  void asksForTheStartOfABlankModel() {
    var model = Dense.of(6, 3);
    var prepared = CompiledModel.of(model, Shape.of(6));
    var x = numbers("x", 0, 2, 6);

    assertThatThrownBy(() -> said(prepared, x, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start its model");
    model.start(RNG);
    assertSaysWhatTheModelSays(prepared, model, x);
  }

  @Test
  void leavesNoTraceOnATape() {
    var model = started();
    var prepared = CompiledModel.of(model, Shape.of(6));
    var x = numbers("x", 0, 2, 6);
    var w = Parameter.of(Tensor.scalar(2));
    for (int time = 0; time < TIMES; time++) {
      var step =
          Autograd.valueAndGrad(() -> w.value().square().add(said(prepared, x, 3)[0] * 0), w);
      assertThat(step.gradients().of(w).item()).isEqualTo(4);
    }
  }

  private static Dense started() {
    var dense = Dense.of(6, 3, Activation.softmax());
    dense.start(RNG.at("start"));
    return dense;
  }

  private static Tensor numbers(String name, int time, int batch, int... row) {
    int[] dims = new int[row.length + 1];
    dims[0] = batch;
    System.arraycopy(row, 0, dims, 1, row.length);
    var rng = RNG.at("x").at(time);
    // An embedding wants whole numbers.
    return name.equals("embedding")
        ? rng.bernoulli(Shape.of(dims), 0.4)
        : rng.normal(Shape.of(dims));
  }

  private static float[] said(CompiledModel prepared, Tensor x, int width) {
    int rows = x.shape().dim(0);
    float[] out = new float[rows * width];
    prepared.predict(x.toArray(), 0, rows, out, 0);
    return out;
  }

  private static void assertSaysWhatTheModelSays(CompiledModel prepared, Layer model, Tensor x) {
    var expected = model.predict(x);
    assertThat(said(prepared, x, expected.size() / x.shape().dim(0))).isEqualTo(expected.toArray());
  }

  @Test
  void piecesAreTheLongestFirst() {
    assertThat(pieces(600)).containsExactly(0, 512, 576, 592);
    assertThat(pieces(1027)).containsExactly(0, 512, 1024, 1026);
    assertThat(pieces(1)).containsExactly(0);
    assertThat(pieces(0)).isEmpty();
  }

  private static List<Integer> pieces(int rows) {
    return IntStream.range(0, CompiledModel.pieces(rows))
        .mapToObj(piece -> CompiledModel.start(rows, piece))
        .toList();
  }
}
