package dev.engram.bench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws into a bitmap of twice the resolution. */
final class ImageSurface implements Surface {

    private static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    ImageSurface(int width, int height) {
        image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
    }

    byte[] finish() {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void rectangle(
            double x, double y, double width, double height, String colour, String hint) {
        graphics.setColor(Color.decode(colour));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String colour, double width) {
        graphics.setColor(Color.decode(colour));
        graphics.setStroke(
                new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void circle(double x, double y, double radius, String colour, String hint) {
        graphics.setColor(Color.decode(colour));
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
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
        Font font =
                new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1)
                        .deriveFont((float) size);
        graphics.setFont(font);
        graphics.setColor(Color.decode(colour));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double shift =
                switch (anchor) {
                    case START -> 0;
                    case MIDDLE -> -width / 2;
                    case END -> -width;
                };
        AffineTransform before = graphics.getTransform();
        graphics.rotate(Math.toRadians(degrees), x, y);
        graphics.drawString(text, (float) (x + shift), (float) y);
        graphics.setTransform(before);
    }
}
