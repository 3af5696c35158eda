package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Rich;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class ViewRenderersTest {

    private final Renderer renderer = new Renderer();

    ViewRenderersTest() {
        ViewRenderers.register(renderer);
    }

    record Picture(byte[] png) implements Rich {
        @Override
        public Map<String, Object> mimeBundle() {
            return Map.of("image/png", png, "image/svg+xml", "<svg/>");
        }

        @Override
        public String toString() {
            return "chart.png";
        }
    }

    record Told() implements Rich {
        @Override
        public Map<String, Object> mimeBundle() {
            return Map.of("text/plain", "own text", "text/html", "<b>own</b>");
        }
    }

    record Row(int a, String b) {}

    record Rows(List<Row> rows) implements Iterable<Row> {
        @Override
        public Iterator<Row> iterator() {
            return rows.iterator();
        }

        @Override
        public String toString() {
            return rows.size() + " rows";
        }
    }

    private static Object data(DisplayData data, String type) {
        return data.getData(MIMEType.parse(type));
    }

    @Test
    void aRichValueSaysHowItIsShown() {
        DisplayData shown = renderer.render(new Picture(new byte[] {1, 2, 3}));
        assertThat(data(shown, "image/png")).isEqualTo("AQID");
        assertThat(data(shown, "image/svg+xml")).isEqualTo("<svg/>");
        assertThat(data(shown, "text/plain")).isEqualTo("chart.png");
        assertThat(data(shown, "text/html")).isNull();
        assertThat(data(renderer.render(new Told()), "text/plain")).isEqualTo("own text");
    }

    @Test
    void recordsAndListsOfThemAreTextAndATable() {
        DisplayData one = renderer.render(new Row(1, "x"));
        assertThat(data(one, "text/plain")).isEqualTo("Row[a=1, b=x]");
        assertThat(data(one, "text/html").toString()).startsWith("<table>");
        DisplayData many = renderer.render(new Rows(List.of(new Row(1, "x"), new Row(2, "y"))));
        assertThat(data(many, "text/plain")).isEqualTo("2 rows");
        assertThat(data(many, "text/html").toString()).contains("<thead>", ">y<");
        DisplayData list = renderer.render(List.of(new Row(1, "x")));
        assertThat(data(list, "text/plain")).isEqualTo("Row[a=1, b=x]");
        assertThat(data(list, "text/html").toString()).contains("<thead>");
    }

    @Test
    void otherValuesAreTheirText() {
        for (Object value : List.of("text", 5, List.of(1, 2), Path.of("a"), Map.of("a", 1))) {
            DisplayData shown = renderer.render(value);
            assertThat(data(shown, "text/plain")).isEqualTo(value.toString());
            assertThat(data(shown, "text/html")).isNull();
        }
    }
}
