package dev.cortado.examples;

import dev.cortado.autograd.graph.Graph;
import dev.cortado.autograd.graph.Naming;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Three computational graphs of an introductory lecture: every value on the way forward, every
 * gradient on the way back. The pictures of the first and the last go to a folder, {@code target}
 * if none is named.
 */
final class LectureGraph {

  private LectureGraph() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));

    // Two gates and a branch: x2 is used twice, and gets 3 + 8.
    var product =
        Graph.of(name -> {
          var x1 = leaf(name, "x1", 3);
          var x2 = leaf(name, "x2", 5);
          var x3 = leaf(name, "x3", 2);
          var a = name.of("a", x1.add(x2));
          var b = name.of("b", x2.sub(x3));
          return name.of("z", a.mul(b));
        });
    print("z = (x1 + x2) (x2 - x3)", product);
    Files.writeString(folder.resolve("lecture-g5.svg"), product.svg());

    // A line: the weight's gradient is the input, and the input's the weight.
    var line =
        Graph.of(name -> {
          var a = name.of("a", leaf(name, "w", 2).mul(leaf(name, "x", 3)));
          return name.of("y", a.add(leaf(name, "q", -1)));
        });
    print("y = w x + q", line);

    // A loss: dL/dθ1 = 2 (θ1 θ2 x - y) x θ2 = 2 · (-7) · 3 · (-1) = 42.
    var loss =
        Graph.of(name -> {
          var a = name.of("a", leaf(name, "θ1", 2).mul(leaf(name, "θ2", -1)));
          var b = name.of("b", a.mul(leaf(name, "x", 3)));
          var c = name.of("c", b.sub(leaf(name, "y", 1)));
          return name.of("L", c.square());
        });
    print("L = (θ1 θ2 x - y)²", loss);
    Files.writeString(folder.resolve("lecture-g7.svg"), loss.svg());
  }

  private static Tensor leaf(Naming name, String called, double value) {
    return name.of(called, Tensor.scalar(value));
  }

  private static void print(String title, Graph graph) {
    IO.println(title);
    IO.println(graph.text().indent(2));
  }
}

// prints
// z = (x1 + x2) (x2 - x3)
//   x1               []  value  3  gradient  3
//   x2               []  value  5  gradient 11
//   x3               []  value  2  gradient -8
//   a = add(x1, x2)  []  value  8  gradient  3  distributor
//   b = sub(x2, x3)  []  value  3  gradient  8
//   z = mul(a, b)    []  value 24  gradient  1  switcher
//
// y = w x + q
//   w              []  value  2  gradient 3
//   x              []  value  3  gradient 2
//   q              []  value -1  gradient 1
//   a = mul(w, x)  []  value  6  gradient 1  switcher
//   y = add(a, q)  []  value  5  gradient 1  distributor
//
// L = (θ1 θ2 x - y)²
//   θ1               []  value  2  gradient  42
//   θ2               []  value -1  gradient -84
//   x                []  value  3  gradient  28
//   y                []  value  1  gradient  14
//   a = mul(θ1, θ2)  []  value -2  gradient -42  switcher
//   b = mul(a, x)    []  value -6  gradient -14  switcher
//   c = sub(b, y)    []  value -7  gradient -14
//   L = mul(c, c)    []  value 49  gradient   1  switcher
