package dev.cortado.autograd.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.plot.FourDigits;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class GraphTest {

  private static final Pattern TRANSLATION = Pattern.compile("translate\\((.*) (.*)\\)");

  private static final Tensor X1 = Tensor.scalar(3);
  private static final Tensor X2 = Tensor.scalar(5);
  private static final Tensor X3 = Tensor.scalar(2);

  /** The lecture's {@code z = (x1 + x2) · (x2 − x3)}. */
  private static Graph product() {
    return Graph.of(() -> X1.add(X2).mul(X2.sub(X3)), Map.of("x1", X1, "x2", X2, "x3", X3));
  }

  /** The lecture's {@code L = (θ1 θ2 x − y)²}. */
  private static Graph squaredError(float theta1, float theta2, float x, float y) {
    return Graph.of(name -> {
      var a = name.of("a", leaf(name, "θ1", theta1).mul(leaf(name, "θ2", theta2)));
      var b = name.of("b", a.mul(leaf(name, "x", x)));
      var c = name.of("c", b.sub(leaf(name, "y", y)));
      return name.of("L", c.square());
    });
  }

  private static Tensor leaf(Naming name, String called, float value) {
    return name.of(called, Tensor.scalar(value));
  }

  private static Graph.Node node(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float gradient(Graph graph, String name) {
    return node(graph, name).gradient().item();
  }

  private static float value(Graph graph, String name) {
    return node(graph, name).value().item();
  }

  @Test
  void theLecturesProductHasItsValuesAndGradients() {
    assertThat(product().text())
        .isEqualTo(
            """
            x1                []  value  3  gradient  3
            x2                []  value  5  gradient 11
            x3                []  value  2  gradient -8
            v1 = add(x1, x2)  []  value  8  gradient  3  distributor
            v2 = sub(x2, x3)  []  value  3  gradient  8
            v3 = mul(v1, v2)  []  value 24  gradient  1  switcher\
            """);
  }

  @Test
  void theLecturesLineHasItsValuesAndGradients() {
    var w = Tensor.scalar(2);
    var x = Tensor.scalar(3);
    var q = Tensor.scalar(-1);
    var graph = Graph.of(name -> name.of("y", name.of("a", w.mul(x)).add(q)));
    assertThat(value(graph, "a")).isEqualTo(6);
    assertThat(value(graph, "y")).isEqualTo(5);
    assertThat(graph.nodes().stream().map(node -> node.gradient().item()))
        .containsExactly(3f, 2f, 1f, 1f, 1f);
  }

  @Test
  void theLecturesSquaredErrorHasItsGradients() {
    float theta1 = 2;
    float theta2 = -1;
    float x = 3;
    float y = 1;
    float error = theta1 * theta2 * x - y;
    var graph = squaredError(theta1, theta2, x, y);
    assertThat(value(graph, "L")).isEqualTo(error * error);
    assertThat(gradient(graph, "θ1")).isEqualTo(2 * error * x * theta2);
    assertThat(gradient(graph, "θ2")).isEqualTo(2 * error * x * theta1);
    assertThat(gradient(graph, "a")).isEqualTo(2 * error * x);
    assertThat(gradient(graph, "b")).isEqualTo(2 * error);
    assertThat(gradient(graph, "c")).isEqualTo(2 * error);
    assertThat(gradient(graph, "y")).isEqualTo(-2 * error);
  }

  @Test
  void gradientsAreThoseOfAutograd() {
    var x = Rng.of(1).normal(Shape.of(4, 3));
    var w = Parameter.of(Rng.of(2).normal(Shape.of(3, 2)));
    Supplier<Tensor> loss = () -> x.matmul(w.value()).tanh().softmax(1).log().mean();
    var graph = Graph.of(loss, Map.of("x", x, "w", w));
    var step = Autograd.valueAndGrad(loss, x, w.value());
    assertThat(graph.nodes().getLast().value().sameBits(step.value())).isTrue();
    assertThat(node(graph, "x").gradient().sameBits(step.gradients().of(x))).isTrue();
    assertThat(node(graph, "w").gradient().sameBits(step.gradients().of(w.value()))).isTrue();
    assertThat(graph.nodes())
        .allMatch(node -> node.gradient() == null || node.gradient().shape().equals(node.shape()));
  }

  @Test
  void whatNothingFlowsBackToHasNoGradient() {
    var x = Tensor.of(1, -2, 3);
    var index = Tensor.of(2, 0);
    var graph =
        Graph.of(
            () -> x.gt(0).where(x, x.neg()).gather(index).sum(), Map.of("x", x, "index", index));
    assertThat(node(graph, "index").gradient()).isNull();
    assertThat(node(graph, "v1").gate().name()).isEqualTo("gt");
    assertThat(node(graph, "v1").gradient()).isNull();
    assertThat(node(graph, "x").gradient().toArray()).containsExactly(1, 0, 1);
    assertThat(graph.text()).contains("index").doesNotContain("null");
  }

  @Test
  void whatTheResultDoesNotDependOnIsLeftOut() {
    var graph =
        Graph.of(
            () -> {
              var unused = X3.exp();
              assertThat(unused.item()).isPositive();
              return X1.mul(X2);
            },
            Map.of("x3", X3));
    assertThat(graph.nodes()).extracting(Graph.Node::name).containsExactly("x1", "x2", "v1");
  }

  @Test
  void rolesAreThoseOfTheLecture() {
    var x = Tensor.of(1, 2);
    var graph =
        Graph.of(name -> {
          var sum = name.of("sum", x.add(1));
          var product = name.of("product", sum.mul(x));
          var larger = name.of("larger", product.maximum(sum));
          var rectified = name.of("rectified", larger.relu());
          var chosen = name.of("chosen", rectified.gt(2).where(rectified, x));
          return name.of("top", name.of("difference", chosen.sub(x)).max());
        });
    assertThat(node(graph, "sum").gate().role()).isEqualTo(NodeRole.Role.DISTRIBUTOR);
    assertThat(node(graph, "product").gate().role()).isEqualTo(NodeRole.Role.SWITCHER);
    assertThat(List.of("larger", "rectified", "chosen"))
        .allMatch(name -> node(graph, name).gate().role() == NodeRole.Role.ROUTER);
    assertThat(node(graph, "difference").gate().role()).isEqualTo(NodeRole.Role.NONE);
    assertThat(node(graph, "x1").isLeaf()).isTrue();
    assertThat(node(graph, "sum").isLeaf()).isFalse();
  }

  @Test
  void settingsStandBehindTheInputs() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    var graph = Graph.of(() -> Tensor.concat(1, x.slice(1, 0, 2), x).sum(0).max(), Map.of("x", x));
    assertThat(graph.text())
        .contains("v1 = slice(x, axis 1 from 0 to 2)", "v2 = concat(v1, x, axis 1)")
        .contains("= sum(v2, axis 0)", "value 1 … 6, mean 3.3");
  }

  @Test
  void aCustomOperationIsANodeLikeAnyOther() {
    record Cube(Tensor x) implements Op.Custom {
      @Override
      public List<Tensor> inputs() {
        return List.of(x);
      }

      @Override
      public Tensor evaluate() {
        return x.mul(x).mul(x);
      }

      @Override
      public List<Tensor> pullback(Tensor out, Tensor gradient) {
        return List.of(gradient.mul(x.mul(x).mul(3)));
      }
    }
    var graph = Graph.of(() -> new Cube(X3).apply());
    assertThat(graph.text())
        .isEqualTo(
            """
            x1             []  value 2  gradient 12
            v1 = cube(x1)  []  value 8  gradient  1\
            """);
  }

  @Test
  void aGradientHasAGraphToo() {
    var graph = Graph.of(() -> Autograd.grad(() -> X1.mul(X1).mul(X1), X1), Map.of("x", X1));
    assertThat(graph.nodes().getLast().value().item()).isEqualTo(27);
    assertThat(gradient(graph, "x")).isEqualTo(18);
  }

  @Test
  void aLeafMayBeTheResult() {
    var graph = Graph.of(() -> X1);
    assertThat(graph.text()).isEqualTo("x1  []  value 3  gradient 1");
    assertThat(parse(graph.svg()).getElementsByTagName("text").getLength()).isPositive();
  }

  @Test
  void madeUpNamesAvoidGivenOnes() {
    var graph = Graph.of(() -> X1.add(X2).mul(X3), Map.of("x1", X2, "v1", X3));
    assertThat(graph.nodes())
        .extracting(Graph.Node::name)
        .containsExactly("x2", "x1", "v1", "v2", "v3");
  }

  @Test
  void badNamesAreRefused() {
    assertThatThrownBy(() -> Graph.of(() -> X1.add(X2), Map.of("a", X1, "b", X1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("graph: one tensor is named both '");
    assertThatThrownBy(() -> Graph.of(name -> name.of("a", X1).add(name.of("a", X2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: two tensors are named 'a'");
    assertThatThrownBy(() -> Graph.of(() -> X1, Map.of(" ", X1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: the name of a tensor [] is blank");
    assertThatThrownBy(() -> Graph.of(() -> X1, Map.of("x", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: 'x' names a Integer, expected a tensor, a parameter or a buffer");
  }

  @Test
  void aResultOfSeveralNumbersIsRefused() {
    assertThatThrownBy(() -> Graph.of(() -> Tensor.of(1, 2).exp()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph: the result is [2], expected a single number; take its mean() or sum()");
  }

  @Test
  void figuresHaveFourDigits() {
    assertThat(
            List.of(
                FourDigits.of(24),
                FourDigits.of(-0.0),
                FourDigits.of(1 / 3.0),
                FourDigits.of(-123456.7),
                FourDigits.of(1.25e-9),
                FourDigits.of(3e38),
                FourDigits.of(Double.NaN),
                FourDigits.of(Double.NEGATIVE_INFINITY)))
        .containsExactly("24", "0", "0.3333", "-123500", "1.25e-9", "3e38", "NaN", "-inf");
    assertThat(GraphText.numbers(Tensor.zeros(0, 3))).isEqualTo("[]");
    assertThat(GraphText.numbers(Tensor.of(1, 2, 3, 4, 5, 6, Float.NaN)))
        .isEqualTo("NaN in 1 of 7");
    assertThat(GraphText.numbers(Tensor.ones(10))).isEqualTo("all 1");
  }

  @Test
  void thePictureShowsEveryNodeWithItsValueAndGradient() {
    var document = parse(product().svg());
    assertThat(texts(document, "text"))
        .contains("x1", "x2", "x3", "v1", "v2", "v3")
        .contains("+", "−", "×")
        .contains("3", "5", "2", "8", "24", "11", "−8", "1");
    assertThat(texts(document, "title"))
        .contains(
            "The computational graph of v3",
            "v1 = add(x1, x2)  []  value 8  gradient 3  distributor");
    assertThat(texts(document, "desc")).containsExactly(product().text());
  }

  @Test
  void namesAreEscapedInThePicture() {
    var odd = "<script>alert(\"&'\u0001\uD800\")</script>";
    var svg = Graph.of(() -> X1.exp(), Map.of(odd, X1)).svg();
    assertThat(parse(svg).getElementsByTagName("script").getLength()).isZero();
    assertThat(svg).doesNotContain("<script", "\u0001").contains("&lt;script&gt;alert(");
  }

  @Test
  void thePictureNeedsNothingElse() {
    assertThat(squaredError(2, -1, 3, 1).svg())
        .doesNotContain("<script", "href", "url(", "@import", "<image")
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"");
  }

  @Test
  void cardsDoNotOverlapEachOther() {
    for (var graph : List.of(product(), squaredError(2, -1, 3, 1), ladder(12), network())) {
      var cards = cards(parse(graph.svg()));
      assertThat(cards).hasSize(graph.nodes().size());
      for (int i = 0; i < cards.size(); i++) {
        var card = cards.get(i);
        assertThat(cards.subList(0, i)).filteredOn(other -> overlap(card, other)).isEmpty();
      }
    }
  }

  @Test
  void ofALargeGraphTheMiddleIsLeftOut() {
    var graph = ladder(2000);
    var document = parse(graph.svg());
    assertThat(cards(document)).hasSize(400);
    assertThat(texts(document, "text"))
        .contains(String.format("… %,d nodes not drawn …", graph.nodes().size() - 400))
        .contains("x1", graph.nodes().getLast().name());
  }

  @Test
  void theSameGraphGivesTheSamePicture() {
    assertThat(network().svg()).isEqualTo(network().svg());
  }

  /** Two values that are mixed again and again. */
  private static Graph ladder(int rungs) {
    return Graph.of(() -> {
      var h = X1;
      for (int i = 0; i < rungs; i++) {
        h = i % 2 == 0 ? h.mul(0.5).add(X2) : h.maximum(X3).sub(h);
      }
      return h;
    });
  }

  private static Graph network() {
    var x = Rng.of(1).normal(Shape.of(8, 4));
    var w = Rng.of(2).normal(Shape.of(4, 3));
    var target = Tensor.of(0, 1, 2, 0, 1, 2, 0, 1).oneHot(3);
    return Graph.of(
        () -> x.matmul(w).relu().logSoftmax(1).mul(target).sum().neg(), Map.of("x", x, "w", w));
  }

  private static Document parse(String svg) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    } catch (Exception e) {
      throw new AssertionError("not well formed", e);
    }
  }

  private static List<String> texts(Document document, String tag) {
    var found = document.getElementsByTagName(tag);
    var texts = new ArrayList<String>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().strip());
    }
    return texts;
  }

  /** Where a node is drawn. */
  private record Card(double left, double top, double right, double bottom) {}

  private static boolean overlap(Card a, Card b) {
    return a.left() < b.right()
        && b.left() < a.right()
        && a.top() < b.bottom()
        && b.top() < a.bottom();
  }

  private static List<Card> cards(Document document) {
    var groups = document.getElementsByTagName("g");
    var cards = new ArrayList<Card>();
    for (int i = 0; i < groups.getLength(); i++) {
      var group = (Element) groups.item(i);
      if (!group.getFirstChild().getNodeName().equals("title")) {
        continue;
      }
      var place = TRANSLATION.matcher(group.getAttribute("transform"));
      assertThat(place.matches()).isTrue();
      double x = Double.parseDouble(place.group(1));
      double y = Double.parseDouble(place.group(2));
      var card = (Element) group.getElementsByTagName("rect").item(0);
      double right = x + number(card, "x") + number(card, "width");
      cards.add(new Card(x, y, right, y + number(card, "height")));
    }
    return cards;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
