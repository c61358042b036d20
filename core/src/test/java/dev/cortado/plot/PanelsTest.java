package dev.cortado.plot;

import static dev.cortado.plot.Pictures.assertReadable;
import static dev.cortado.plot.Pictures.assertSelfContained;
import static dev.cortado.plot.Pictures.elements;
import static dev.cortado.plot.Pictures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PanelsTest {

  private static Chart chart(String title) {
    return Chart.of(title).x("x").y("y").line("line", new double[] {1, 2, 4}).mark(2, "here");
  }

  @Test
  void plotsAreSideBySide() {
    var panels = Panels.of("Both", chart("left"), chart("right"));
    assertThat(texts(panels)).contains("Both", "left", "right");
    assertReadable(panels);
    assertSelfContained(panels);
    var areas = elements(panels, "svg");
    assertThat(areas.get(1).getAttribute("y")).isEqualTo(areas.get(2).getAttribute("y"));
    assertThat(areas.get(1).getAttribute("x")).isNotEqualTo(areas.get(2).getAttribute("x"));
  }

  @Test
  void panelsMayBeInPanels() {
    var below = new Panels("", List.of(chart("b"), chart("c"), chart("d")), 3, 700);
    var panels = Panels.of("All", chart("a"), below).columns(1);
    assertReadable(panels);
    assertThat(texts(panels)).contains("a", "b", "c", "d");
    assertThat(panels.height()).isEqualTo(40 + 400 + 230);
    assertThat(elements(panels, "desc").getFirst().getTextContent())
        .startsWith("All\na\ny over x\nline: line, 3 points")
        .contains("\nb\n", "\nd\n");
  }

  @Test
  void aRowIsAsHighAsItsHighestPlot() {
    var panels = Panels.of("", chart("a").size(350, 300), chart("b").size(350, 200), chart("c"));
    assertThat(panels.height()).isEqualTo(300 + 230);
  }

  @Test
  void badPanelsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Panels.of("none"))
        .withMessage("panels: no plots, expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Panels.of("", chart("a")).columns(0))
        .withMessage("panels: 0 columns in 700 pixels, expected at least one, 200 pixels wide");
  }
}
