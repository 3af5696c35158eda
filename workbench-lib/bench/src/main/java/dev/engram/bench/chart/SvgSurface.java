package dev.engram.bench.chart;

import dev.engram.base.Markup;
import java.util.Locale;

/** Writes SVG whose texts stay texts. */
final class SvgSurface implements Surface {

    private final StringBuilder svg = new StringBuilder(8192);

    SvgSurface(int width, int height, String title) {
        svg.append(
                ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                                + " viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\""
                                + " font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n")
                        .formatted(width, height, width, height, Markup.escape(title)));
    }

    String finish() {
        return svg + "</svg>\n";
    }

    @Override
    public void rectangle(
            double x, double y, double width, double height, String colour, String hint) {
        svg.append(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\">%s</rect>%n"
                        .formatted(n(x), n(y), n(width), n(height), colour, title(hint)));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String colour, double width) {
        svg.append(
                ("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\""
                                + " stroke-width=\"%s\" stroke-linecap=\"round\"/>%n")
                        .formatted(n(x1), n(y1), n(x2), n(y2), colour, n(width)));
    }

    @Override
    public void circle(double x, double y, double radius, String colour, String hint) {
        svg.append(
                ("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" stroke=\"#ffffff\""
                                + " stroke-width=\"1\">%s</circle>%n")
                        .formatted(n(x), n(y), n(radius), colour, title(hint)));
    }

    @Override
    public void text(
            double x,
            double y,
            String text,
            double size,
            boolean bold,
            String colour,
            Anchor anchor,
            double degrees) {
        String rotation =
                degrees == 0
                        ? ""
                        : " transform=\"rotate(%s %s %s)\"".formatted(n(degrees), n(x), n(y));
        svg.append(
                "<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s fill=\"%s\" text-anchor=\"%s\"%s>%s</text>%n"
                        .formatted(
                                n(x),
                                n(y),
                                n(size),
                                bold ? " font-weight=\"bold\"" : "",
                                colour,
                                anchor.name().toLowerCase(Locale.ROOT),
                                rotation,
                                Markup.escape(text)));
    }

    private static String title(String hint) {
        return hint.isEmpty() ? "" : "<title>" + Markup.escape(hint) + "</title>";
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
