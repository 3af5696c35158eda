package dev.engram.bench.chart;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.engram.base.AtomicFiles;
import dev.engram.base.Rich;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A chart that lies on disk as PNG and SVG. A notebook shows it; {@code toString()} is its file.
 *
 * @param title what it shows
 * @param png the bitmap
 * @param svg the drawing
 */
public record Chart(
        String title,
        @JsonSerialize(using = ToStringSerializer.class) Path png,
        @JsonSerialize(using = ToStringSerializer.class) Path svg)
        implements Rich {

    /**
     * Draws a plot into {@code folder/name.png} and {@code folder/name.svg}, in place of earlier
     * ones.
     */
    public static Chart draw(Plot plot, Path folder, String name) throws IOException {
        SvgSurface svg = new SvgSurface(Plotter.WIDTH, Plotter.HEIGHT, plot.title());
        Plotter.draw(plot, svg);
        ImageSurface image = new ImageSurface(Plotter.WIDTH, Plotter.HEIGHT);
        Plotter.draw(plot, image);
        Path svgFile = folder.resolve(name + ".svg").toAbsolutePath().normalize();
        Path pngFile = folder.resolve(name + ".png").toAbsolutePath().normalize();
        AtomicFiles.write(svgFile, svg.finish());
        AtomicFiles.write(pngFile, image.finish());
        return new Chart(plot.title(), pngFile, svgFile);
    }

    /** The bitmap's file, as JShell users want it. */
    public Path file() {
        return png;
    }

    @Override
    @JsonIgnore
    public Map<String, Object> mimeBundle() {
        try {
            return Map.of(
                    "image/png",
                    Files.readAllBytes(png),
                    "image/svg+xml",
                    Files.readString(svg, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return png.toString();
    }
}
