package dev.engram.commands.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextViewTest {

    record Line(int number) {
        @Override
        public String toString() {
            return "line " + number;
        }
    }

    @Test
    void aCollectionOfRecordsIsALineEach() {
        assertThat(TextView.of(List.of(new Line(1), new Line(2)))).isEqualTo("line 1\nline 2");
    }

    @Test
    void aLongOneIsCutWithACount() {
        List<Line> lines = IntStream.range(0, 100).mapToObj(Line::new).toList();
        assertThat(TextView.of(lines).lines()).hasSize(61).last().isEqualTo("… and 40 more");
    }

    @Test
    void anythingElseIsItsOwnText() {
        assertThat(TextView.of(new Line(7))).isEqualTo("line 7");
        assertThat(TextView.of(List.of("a", "b"))).isEqualTo("[a, b]");
        assertThat(TextView.of(List.of())).isEqualTo("[]");
        assertThat(TextView.of(null)).isEqualTo("null");
    }
}
