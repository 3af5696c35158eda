package dev.engram.bench.chart;

/** What charts are drawn on. Lengths are pixels from the upper left corner. */
interface Surface {

    /** Which point of a text its coordinates name. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A filled rectangle; {@code hint} is shown on hovering, where the surface can. */
    void rectangle(double x, double y, double width, double height, String colour, String hint);

    void line(double x1, double y1, double x2, double y2, String colour, double width);

    void circle(double x, double y, double radius, String colour, String hint);

    /**
     * One line of text.
     *
     * @param y the base line
     * @param degrees clockwise rotation around the named point
     */
    void text(
            double x,
            double y,
            String text,
            double size,
            boolean bold,
            String colour,
            Anchor anchor,
            double degrees);
}
