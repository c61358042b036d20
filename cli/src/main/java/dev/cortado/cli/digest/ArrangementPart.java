package dev.cortado.cli.digest;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** Transposing, slicing, concatenating, broadcasting, gathering and scattering. */
final class ArrangementPart {

  private ArrangementPart() {}

  static void compute(TensorHash hash) {
    var x = Inputs.wide(1, 4, 5, 6);
    hash.add(x.transpose(), x.permute(2, 0, 1), x.permute(1, 2, 0), x.reshape(6, -1), x.flatten());
    hash.add(x.slice(0, 1, 3), x.slice(1, 4, 5), x.slice(2, 2, 2), x.row(-1));
    hash.add(Tensor.concat(1, x, x.slice(1, 0, 2)), Tensor.stack(-1, x, x.neg()));
    hash.add(Inputs.wide(2, 5, 1).broadcastTo(Shape.of(3, 5, 7)));

    var index = Inputs.whole(3, 5, 300);
    var rows = Inputs.wide(4, 300, 17);
    hash.add(x.gather(index, 1), rows.scatterAdd(index, 0, 5), index.oneHot(5));
    hash.add(rows.transpose().scatterAdd(index, -1, 5));
  }
}
