package dev.engram.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    @TempDir Path folder;

    private static Plot plot(Plot.Kind kind, String title, List<String> labels) {
        List<Plot.Point> a = new ArrayList<>();
        List<Plot.Point> b = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            double y = 10 + 20 * i;
            a.add(new Plot.Point(labels.get(i), i, y, y - 3, y + 8));
            b.add(new Plot.Point(labels.get(i), i, y / 2, y / 2, y / 2));
        }
        return new Plot(
                title,
                "threads",
                "speed (tok/s)",
                kind,
                false,
                false,
                List.of(new Plot.Series("one <b>", a), new Plot.Series("two", b)));
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        return colours;
    }

    private static Element svg(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    @Test
    void everyKindDrawsAnImageThatIsNotBlank() throws Exception {
        for (Plot.Kind kind : Plot.Kind.values()) {
            Chart chart =
                    Chart.draw(plot(kind, "A title", List.of("a", "b", "c")), folder, "c" + kind);
            BufferedImage image = ImageIO.read(chart.png().toFile());
            assertThat(image.getWidth()).isEqualTo(2 * Plotter.WIDTH);
            assertThat(colours(image))
                    .contains(0x0072B2, 0xE69F00, 0xffffff)
                    .hasSizeGreaterThan(20);
            assertThat(svg(chart.svg()).getElementsByTagName("text").getLength()).isGreaterThan(8);
            assertThat(chart.mimeBundle()).containsKeys("image/png", "image/svg+xml");
            assertThat(chart).hasToString(chart.file().toString());
        }
    }

    @Test
    void textsAreEscapedAndStayWithinThePicture() throws Exception {
        String title =
                "How do <quantization> types & a really long title that would never fit into one"
                        + " line of this width trade size against speed and quality?";
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            labels.add("type=Q4_K_M threads=" + i);
        }
        Chart chart = Chart.draw(plot(Plot.Kind.BAR, title, labels), folder, "long");
        NodeList texts = svg(chart.svg()).getElementsByTagName("text");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            all.append(text.getTextContent()).append(' ');
            double x = Double.parseDouble(text.getAttribute("x"));
            double y = Double.parseDouble(text.getAttribute("y"));
            assertThat(y).isBetween(10.0, (double) Plotter.HEIGHT);
            assertThat(x).isBetween(0.0, (double) Plotter.WIDTH);
            if (text.getAttribute("text-anchor").equals("start")
                    && !text.hasAttribute("transform")) {
                double size = Double.parseDouble(text.getAttribute("font-size"));
                double end = x + text.getTextContent().length() * size * 0.6;
                assertThat(end).as(text.getTextContent()).isLessThanOrEqualTo(Plotter.WIDTH);
            }
        }
        assertThat(all.toString()).contains(title).contains("one <b>");
    }

    @Test
    void errorBarsAppearWhereThereIsSpreadOnly() throws Exception {
        Plot with = plot(Plot.Kind.BAR, "t", List.of("a"));
        Chart chart = Chart.draw(with, folder, "with");
        long whiskers =
                Files.readString(chart.svg())
                        .lines()
                        .filter(l -> l.contains("width=\"1.40\""))
                        .count();
        assertThat(whiskers).isEqualTo(3);
    }

    @Test
    void equalPlotsGiveEqualFiles() throws Exception {
        Plot plot = plot(Plot.Kind.LINE, "t", List.of("a", "b"));
        Chart one = Chart.draw(plot, folder, "one");
        Chart two = Chart.draw(plot, folder, "two");
        assertThat(Files.readAllBytes(one.png())).isEqualTo(Files.readAllBytes(two.png()));
        assertThat(Files.readString(one.svg())).isEqualTo(Files.readString(two.svg()));
    }

    @Test
    void nothingToShowIsRefused() {
        assertThatThrownBy(() -> new Plot("t", "", "", Plot.Kind.BAR, false, false, List.of()))
                .hasMessageContaining("at least one value");
    }

    @Property
    void anAxisShowsItsDataAndSomeTicks(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
        Axis axis = Axis.over(Math.min(a, b), Math.max(a, b), false, true, 0, 100);
        assertThat(axis.at(a)).isBetween(-1e-6, 100 + 1e-6);
        assertThat(axis.at(b)).isBetween(-1e-6, 100 + 1e-6);
        assertThat(axis.ticks().size()).isBetween(2, 12);
    }

    @Property
    void aLogarithmicAxisIsMonotonicAndShowsItsData(
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double a,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double b) {
        Axis axis = Axis.over(Math.min(a, b), Math.max(a, b), true, false, 0, 100);
        assertThat(axis.at(Math.min(a, b))).isLessThanOrEqualTo(axis.at(Math.max(a, b)));
        assertThat(axis.at(Math.max(a, b))).isBetween(0.0, 100.0001);
        assertThat(axis.ticks()).isNotEmpty();
    }

    @Test
    void numbersAreShort() {
        assertThat(Axis.number(0)).isEqualTo("0");
        assertThat(Axis.number(0.25)).isEqualTo("0.25");
        assertThat(Axis.number(1500)).isEqualTo("1500");
        assertThat(Axis.number(91_234_567)).isEqualTo("91.2 M");
        assertThat(Axis.number(3e-7)).isEqualTo("3.0e-07");
        assertThat(new Axis(0, 10, false, 0, 100).at(2.5)).isCloseTo(25, within(1e-9));
    }

    @Test
    void titlesWrapWithoutLoss() {
        assertThat(Plotter.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Plotter.wrap("unbreakable", 3)).containsExactly("unbreakable");
    }
}
