package dev.cortado.plot;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** The text of a picture while it is drawn. */
final class Svg {

  static final int SMALL = 12;

  /** Coordinates beyond this are never visible. */
  private static final double FAR = 1e6;

  /** Which end of a text stands at its place. */
  enum Anchor {
    START,
    MIDDLE,
    END;

    private String attribute() {
      return this == START ? "" : " text-anchor=\"" + (this == MIDDLE ? "middle" : "end") + "\"";
    }
  }

  private final StringBuilder text = new StringBuilder();

  @FormatMethod
  void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  void append(CharSequence part) {
    text.append(part);
  }

  /** A path with attributes; its text, which may be very long, is not copied for formatting. */
  @FormatMethod
  void path(CharSequence path, @FormatString String attributes, Object... values) {
    text.append("<path d=\"").append(path).append('"');
    add(attributes, values);
    text.append("/>\n");
  }

  /** A line of text in the usual size. */
  void write(double x, double y, Anchor anchor, String color, String words) {
    add(
        "<text x=\"%s\" y=\"%s\" font-size=\"%d\" fill=\"%s\"%s>%s</text>\n",
        number(x), number(y), SMALL, color, anchor.attribute(), SvgText.escape(words));
  }

  /** A line of text from bottom to top, around a place. */
  void writeUpwards(int x, int y, String words) {
    add(
        "<text transform=\"translate(%d %d) rotate(-90)\" font-size=\"%d\""
            + " fill=\"%s\"%s>%s</text>\n",
        x, y, SMALL, Palette.INK, Anchor.MIDDLE.attribute(), SvgText.escape(words));
  }

  void heading(int x, int y, int size, String words) {
    add(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\" font-weight=\"bold\" fill=\"%s\">%s</text>\n",
        x, y, size, Palette.INK, SvgText.escape(words));
  }

  /** What is drawn until {@link #leave} has its origin in the box, and is cut off around it. */
  void enter(Box box, int bleed) {
    add(
        "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\""
            + " overflow=\"hidden\">\n",
        box.x() - bleed,
        box.y() - bleed,
        box.width() + 2 * bleed,
        box.height() + 2 * bleed,
        -bleed,
        -bleed,
        box.width() + 2 * bleed,
        box.height() + 2 * bleed);
  }

  void leave() {
    text.append("</svg>\n");
  }

  /** To a hundredth of a pixel. */
  static String number(double pixels) {
    long hundredths = Math.round(Math.clamp(pixels, -FAR, FAR) * 100);
    long size = Math.abs(hundredths);
    long fraction = size % 100;
    return (hundredths < 0 ? "-" : "")
        + size / 100
        + (fraction == 0 ? "" : fraction % 10 == 0 ? "." + fraction / 10 : decimals(fraction));
  }

  private static String decimals(long hundredths) {
    return (hundredths < 10 ? ".0" : ".") + hundredths;
  }

  /** Two numbers as a path has them. */
  static String pair(double x, double y) {
    var second = number(y);
    return number(x) + (second.startsWith("-") ? "" : " ") + second;
  }

  /** A text that takes at most so many pixels; what is too long ends in {@code …}. */
  static String fitted(String words, int size, int pixels) {
    var fitted = words;
    for (int length = words.length();
        length > 1 && SvgText.width(fitted, size) > pixels;
        length--) {
      fitted = SvgText.shortened(words, length - 1);
    }
    return fitted;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
