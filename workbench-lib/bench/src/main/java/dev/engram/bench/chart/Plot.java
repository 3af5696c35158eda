package dev.engram.bench.chart;

import java.util.List;

/**
 * What a chart shows, before it is drawn.
 *
 * @param title the line above the chart
 * @param xLabel name and unit of the horizontal axis
 * @param yLabel name and unit of the vertical axis
 * @param kind the form
 * @param logX logarithmic horizontal axis; only where all x are positive numbers
 * @param logY logarithmic vertical axis; only where all y are positive
 * @param series the data, at most eight series are told apart by colour
 */
public record Plot(
        String title,
        String xLabel,
        String yLabel,
        Kind kind,
        boolean logX,
        boolean logY,
        List<Series> series) {

    /** The form of the marks. */
    public enum Kind {
        BAR,
        LINE,
        POINTS
    }

    /**
     * Marks of one colour.
     *
     * @param name shown in the legend; empty for a single series
     * @param points the marks
     */
    public record Series(String name, List<Point> points) {}

    /**
     * One mark.
     *
     * @param label category of a bar, or the text beside a point
     * @param x place on a numeric horizontal axis; ignored for bars
     * @param y value
     * @param low lower end of its interval; {@code y} where there is none
     * @param high upper end of its interval
     */
    public record Point(String label, double x, double y, double low, double high) {

        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("no place for a point at " + x + ", " + y);
            }
            // an interval that is not known is not drawn
            low = Double.isFinite(low) ? low : y;
            high = Double.isFinite(high) ? high : y;
        }

        boolean hasInterval() {
            return high > low;
        }
    }

    public Plot {
        if (series.isEmpty() || series.stream().allMatch(s -> s.points().isEmpty())) {
            throw new IllegalArgumentException("a chart needs at least one value: " + title);
        }
        series = List.copyOf(series);
    }

    List<Point> points() {
        return series.stream().flatMap(s -> s.points().stream()).toList();
    }

    List<String> categories() {
        return points().stream().map(Point::label).distinct().toList();
    }
}
