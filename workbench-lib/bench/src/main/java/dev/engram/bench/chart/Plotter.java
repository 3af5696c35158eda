package dev.engram.bench.chart;

import dev.engram.bench.chart.Surface.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws a plot on a surface. The layout measures texts by a safe estimate, so both surfaces agree.
 */
final class Plotter {

    static final int WIDTH = 820;
    static final int HEIGHT = 480;

    /**
     * Okabe and Ito's colours, told apart by colour-blind readers too; the pale yellow left out.
     */
    static final List<String> COLOURS =
            List.of(
                    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#4D4D4D",
                    "#8C6D31");

    private static final String INK = "#1f2328";
    private static final String FAINT = "#5c6570";
    private static final String GRID = "#e3e6ea";
    private static final double SMALL = 12;
    private static final double LETTER = 0.6;

    private final Plot plot;
    private final Surface surface;
    private final double top;
    private final double bottom;
    private final double left;
    private final double right = WIDTH - 24;
    private final boolean slanted;

    private Plotter(Plot plot, Surface surface) {
        this.plot = plot;
        this.surface = surface;
        List<String> titleLines = wrap(plot.title(), (WIDTH - 48) / (17 * LETTER));
        double y = 30;
        surface.rectangle(0, 0, WIDTH, HEIGHT, "#ffffff", "");
        for (String line : titleLines) {
            surface.text(24, y, line, 17, true, INK, Anchor.START, 0);
            y += 22;
        }
        surface.text(24, y, plot.yLabel(), 13, false, FAINT, Anchor.START, 0);
        y = legend(y + 12);
        this.top = y + 12;
        int longest = plot.categories().stream().mapToInt(String::length).max().orElse(0);
        double slot = (right - 90) / Math.max(1, plot.categories().size());
        this.slanted = plot.kind() == Plot.Kind.BAR && longest * SMALL * LETTER > slot - 6;
        double below = slanted ? Math.min(150, 26 + longest * SMALL * LETTER * 0.6) : 26;
        this.bottom = HEIGHT - below - (plot.xLabel().isEmpty() ? 8 : 26);
        double widest =
                verticalAxis(0).labels().stream()
                        .mapToDouble(t -> t.length() * SMALL * LETTER)
                        .max()
                        .orElse(20);
        this.left = 24 + widest + 8;
    }

    static void draw(Plot plot, Surface surface) {
        Plotter plotter = new Plotter(plot, surface);
        plotter.grid();
        switch (plot.kind()) {
            case BAR -> plotter.bars();
            case LINE -> plotter.marks(true);
            case POINTS -> plotter.marks(false);
        }
        if (!plot.xLabel().isEmpty()) {
            surface.text(
                    (plotter.left + plotter.right) / 2,
                    HEIGHT - 12,
                    plot.xLabel(),
                    13,
                    false,
                    FAINT,
                    Anchor.MIDDLE,
                    0);
        }
    }

    private double legend(double y) {
        List<Plot.Series> named = plot.series().stream().filter(s -> !s.name().isEmpty()).toList();
        if (named.size() < 2) {
            return y;
        }
        double x = 24;
        double line = y + 14;
        for (int i = 0; i < named.size(); i++) {
            double width = 22 + named.get(i).name().length() * SMALL * LETTER;
            if (x + width > WIDTH - 24 && x > 24) {
                x = 24;
                line += 18;
            }
            surface.rectangle(x, line - 9, 11, 11, colour(i), "");
            surface.text(x + 16, line, named.get(i).name(), SMALL, false, INK, Anchor.START, 0);
            x += width + 10;
        }
        return line + 6;
    }

    private Axis verticalAxis(double offset) {
        List<Plot.Point> points = plot.points();
        double low = points.stream().mapToDouble(p -> Math.min(p.y(), p.low())).min().orElse(0);
        double high = points.stream().mapToDouble(p -> Math.max(p.y(), p.high())).max().orElse(1);
        boolean bars = plot.kind() == Plot.Kind.BAR;
        return Axis.over(low, high, plot.logY(), bars, bottom + offset, top);
    }

    private void grid() {
        Axis axis = verticalAxis(0);
        List<Double> ticks = axis.ticks();
        List<String> labels = axis.labels();
        for (int i = 0; i < ticks.size(); i++) {
            double y = axis.at(ticks.get(i));
            surface.line(left, y, right, y, GRID, 1);
            surface.text(left - 8, y + 4, labels.get(i), SMALL, false, FAINT, Anchor.END, 0);
        }
        double base = axis.log() ? bottom : axis.at(Math.max(0, axis.low()));
        surface.line(left, base, right, base, "#8a929b", 1);
    }

    private void bars() {
        Axis axis = verticalAxis(0);
        List<String> categories = plot.categories();
        double slot = (right - left) / categories.size();
        double group = Math.min(slot * 0.78, 110.0 * plot.series().size());
        double width = group / plot.series().size();
        for (int c = 0; c < categories.size(); c++) {
            double middle = left + slot * (c + 0.5);
            for (int s = 0; s < plot.series().size(); s++) {
                Optional<Plot.Point> found = point(plot.series().get(s), categories.get(c));
                if (found.isPresent()) {
                    bar(axis, found.get(), s, middle - group / 2 + width * s, width);
                }
            }
            if (slanted) {
                surface.text(
                        middle + 4,
                        bottom + 16,
                        shortened(categories.get(c), 34),
                        SMALL,
                        false,
                        INK,
                        Anchor.END,
                        -35);
            } else {
                surface.text(
                        middle,
                        bottom + 18,
                        categories.get(c),
                        SMALL,
                        false,
                        INK,
                        Anchor.MIDDLE,
                        0);
            }
        }
    }

    private void bar(Axis axis, Plot.Point point, int series, double x, double width) {
        double base = axis.log() ? bottom : axis.at(Math.max(0, axis.low()));
        double y = axis.at(point.y());
        double gap = Math.min(3, width * 0.08);
        surface.rectangle(
                x + gap,
                Math.min(y, base),
                width - 2 * gap,
                Math.max(1, Math.abs(base - y)),
                colour(series),
                hint(plot.series().get(series), point));
        interval(axis, point, x + width / 2);
        String value = Axis.number(point.y());
        if (value.length() * 11 * LETTER <= width + 6) {
            double above = Math.min(y, axis.at(point.high()));
            surface.text(x + width / 2, above - 6, value, 11, false, INK, Anchor.MIDDLE, 0);
        }
    }

    private void interval(Axis axis, Plot.Point point, double x) {
        if (point.hasInterval()) {
            double low = axis.at(point.low());
            double high = axis.at(point.high());
            surface.line(x, low, x, high, INK, 1.4);
            surface.line(x - 4, low, x + 4, low, INK, 1.4);
            surface.line(x - 4, high, x + 4, high, INK, 1.4);
        }
    }

    private void marks(boolean connected) {
        Axis vertical = verticalAxis(0);
        List<Plot.Point> all = plot.points();
        double low = all.stream().mapToDouble(Plot.Point::x).min().orElse(0);
        double high = all.stream().mapToDouble(Plot.Point::x).max().orElse(1);
        Axis horizontal = Axis.over(low, high, plot.logX(), false, left + 10, right - 10);
        List<Double> ticks = horizontal.ticks();
        List<String> labels = horizontal.labels();
        for (int i = 0; i < ticks.size(); i++) {
            double x = horizontal.at(ticks.get(i));
            surface.line(x, bottom, x, bottom + 4, "#8a929b", 1);
            surface.text(x, bottom + 18, labels.get(i), SMALL, false, FAINT, Anchor.MIDDLE, 0);
        }
        surface.line(left, bottom, right, bottom, "#8a929b", 1);
        for (int s = 0; s < plot.series().size(); s++) {
            Plot.Series series = plot.series().get(s);
            List<Plot.Point> points = new ArrayList<>(series.points());
            if (connected) {
                points.sort(java.util.Comparator.comparingDouble(Plot.Point::x));
                for (int i = 1; i < points.size(); i++) {
                    surface.line(
                            horizontal.at(points.get(i - 1).x()),
                            vertical.at(points.get(i - 1).y()),
                            horizontal.at(points.get(i).x()),
                            vertical.at(points.get(i).y()),
                            colour(s),
                            2);
                }
            }
            for (Plot.Point point : points) {
                double x = horizontal.at(point.x());
                interval(vertical, point, x);
                surface.circle(x, vertical.at(point.y()), 5, colour(s), hint(series, point));
                if (!connected && !point.label().isEmpty()) {
                    boolean end = x > (left + right) / 2;
                    surface.text(
                            x + (end ? -9 : 9),
                            vertical.at(point.y()) - 8,
                            shortened(point.label(), 34),
                            SMALL,
                            false,
                            INK,
                            end ? Anchor.END : Anchor.START,
                            0);
                }
            }
        }
    }

    private static Optional<Plot.Point> point(Plot.Series series, String category) {
        return series.points().stream().filter(p -> p.label().equals(category)).findFirst();
    }

    private static String hint(Plot.Series series, Plot.Point point) {
        String name = series.name().isEmpty() ? "" : series.name() + " · ";
        String range =
                point.hasInterval()
                        ? " (%s to %s)"
                                .formatted(Axis.number(point.low()), Axis.number(point.high()))
                        : "";
        return name + point.label() + ": " + Axis.number(point.y()) + range;
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private static String shortened(String text, int letters) {
        if (text.length() <= letters) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(letters - 2));
        return text.substring(0, letters - (pair ? 2 : 1)) + "…";
    }

    /** Breaks a title at spaces; nothing of it is lost. */
    static List<String> wrap(String text, double lettersPerLine) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > lettersPerLine) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
