package dev.cortado.plot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the tests of pictures look at. */
final class Pictures {

  private static final Pattern PLACE =
      Pattern.compile("translate\\((\\S+) (\\S+)\\) rotate\\(-90\\)");

  /** Where a text is at most. */
  record Place(String text, double left, double top, double right, double bottom) {
    boolean overlaps(Place other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private Pictures() {}

  static Document parse(Plot plot) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(plot.svg().getBytes(UTF_8)));
    } catch (Exception e) {
      throw new AssertionError("no XML", e);
    }
  }

  static List<Element> elements(Plot plot, String tag) {
    var found = parse(plot).getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  static List<String> texts(Plot plot) {
    return elements(plot, "text").stream().map(Element::getTextContent).toList();
  }

  static List<Place> places(Plot plot) {
    return elements(plot, "text").stream()
        .filter(text -> !text.getTextContent().isEmpty())
        .map(Pictures::place)
        .toList();
  }

  private static Place place(Element text) {
    int size = Integer.parseInt(text.getAttribute("font-size"));
    double width = SvgText.width(text.getTextContent(), size);
    var upwards = PLACE.matcher(text.getAttribute("transform"));
    if (upwards.matches()) {
      double x = Double.parseDouble(upwards.group(1));
      double y = Double.parseDouble(upwards.group(2));
      return new Place(text.getTextContent(), x - size, y - width / 2, x, y + width / 2);
    }
    double x = Double.parseDouble(text.getAttribute("x"));
    double y = Double.parseDouble(text.getAttribute("y"));
    double left =
        switch (text.getAttribute("text-anchor")) {
          case "middle" -> x - width / 2;
          case "end" -> x - width;
          default -> x;
        };
    return new Place(text.getTextContent(), left, y - 0.8 * size, left + width, y + 0.2 * size);
  }

  /** No text is on another, or out of the picture. */
  static void assertReadable(Plot plot) {
    var seen = new ArrayList<Place>();
    for (var place : places(plot)) {
      assertThat(seen).as(place.toString()).noneMatch(place::overlaps);
      assertThat(place)
          .matches(it -> it.left() >= 0 && it.right() <= plot.width(), "within the width")
          .matches(it -> it.top() >= 0 && it.bottom() <= plot.height(), "within the height");
      seen.add(place);
    }
    assertThat(seen).isNotEmpty();
  }

  static void assertSelfContained(Plot plot) {
    assertThat(plot.svg())
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
        .contains("<title>", "<desc>")
        .doesNotContain("<script", "href", "url(", "@import", "<image", "<style", "id=", "NaN\"");
    assertThat(elements(plot, "rect").getFirst().getAttribute("fill")).isEqualTo("#ffffff");
  }
}
