package dev.engram.commands.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonViewTest {

    record Source(String path, int startLine, double score) {}

    record Sources(List<Source> sources) implements Iterable<Source> {
        @Override
        public Iterator<Source> iterator() {
            return sources.iterator();
        }
    }

    record Answer(String answer, List<Source> sources) {}

    record Place(Path path) {}

    @Test
    void anIterableIsAnObjectALine() {
        Sources two = new Sources(List.of(new Source("a", 1, 0.5), new Source("b", 2, 0.25)));
        assertThat(JsonView.of(two).lines())
                .containsExactly(
                        "{\"path\":\"a\",\"startLine\":1,\"score\":0.5}",
                        "{\"path\":\"b\",\"startLine\":2,\"score\":0.25}");
        assertThat(JsonView.of(new Sources(List.of()))).isEmpty();
    }

    @Test
    void aRecordIsOneLine() {
        assertThat(JsonView.of(new Answer("x\ny", List.of(new Source("a", 1, 1)))))
                .isEqualTo(
                        "{\"answer\":\"x\\ny\",\"sources\":"
                                + "[{\"path\":\"a\",\"startLine\":1,\"score\":1.0}]}");
    }

    @Test
    void aPathIsItsText() {
        assertThat(JsonView.of(new Place(Path.of("a", "b")))).isEqualTo("{\"path\":\"a/b\"}");
    }

    record Figures(double a, Double b, float c, Float d, double[] e, List<Double> f) {}

    /** Readers of tables would take "NaN" for a text, and with it the whole column. */
    @Test
    void aNumberThatIsNoneIsNull() {
        assertThat(
                        JsonView.of(
                                new Figures(
                                        Double.NaN,
                                        Double.POSITIVE_INFINITY,
                                        Float.NaN,
                                        0.1f,
                                        new double[] {0.25},
                                        List.of(Double.NaN, 1e-9))))
                .isEqualTo(
                        "{\"a\":null,\"b\":null,\"c\":null,\"d\":0.1,\"e\":[0.25],\"f\":[null,1.0E-9]}");
        assertThat(JsonView.of(null)).isEqualTo("null");
    }

    @Property
    void numbersSurviveExactly(@ForAll double value) throws Exception {
        String json = JsonView.of(new Source("", 1, value));
        assertThat(new ObjectMapper().readTree(json).get("score").asDouble()).isEqualTo(value);
    }

    @Property
    void anyTextSurvives(@ForAll String text) throws Exception {
        String json = JsonView.of(new Source(text, 1, 1));
        assertThat(json.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(json).get("path").asText()).isEqualTo(text);
    }
}
