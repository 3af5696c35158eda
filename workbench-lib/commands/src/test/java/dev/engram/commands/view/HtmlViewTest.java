package dev.engram.commands.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlViewTest {

    record Hit(int rank, double score, String path) {}

    record Hits(List<Hit> hits, long millis) implements Iterable<Hit> {
        @Override
        public Iterator<Hit> iterator() {
            return hits.iterator();
        }
    }

    record Answer(
            String text, boolean streamed, @JsonIgnore String secret, Optional<String> note) {}

    private record Throwing(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("no");
        }
    }

    private static List<Hit> hits(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> new Hit(i, 1.0 / i, "f" + i)).toList();
    }

    @Test
    void aRecordIsATableOfNamesAndValues() {
        String html = HtmlView.of(new Hit(3, 0.123456, "a/b.java"));
        assertThat(html).containsSubsequence("<table>", "rank", ">3<", "score", ">0.1235<", "a/b");
        assertThat(html.split("<tr>")).hasSize(4);
    }

    @Test
    void manyRecordsAreARowEachWithNumbersOnTheRight() {
        String html = HtmlView.of(hits(3));
        assertThat(html.split("<tr>")).hasSize(5);
        assertThat(html)
                .contains("text-align:right'>rank", "text-align:right'>3", "text-align:left'>f3");
    }

    @Test
    void aLongListIsCutWithACount() {
        String html = HtmlView.of(hits(250));
        assertThat(html).contains(">f60<", "… and 190 more").doesNotContain(">f61<");
        assertThat(HtmlView.of(hits(60))).doesNotContain("more");
        assertThat(HtmlView.of(hits(5), 2)).contains("… and 3 more");
    }

    @Test
    void anIterableRecordShowsItsRowsAndWhatElseItSays() {
        assertThat(HtmlView.of(new Hits(hits(2), 17))).contains("f2", "<div>millis: 17</div>");
        assertThat(HtmlView.of(new Hits(List.of(), 17))).contains("none");
    }

    @Test
    void whatHasNoTableHasNone() {
        assertThat(HtmlView.of("text")).isNull();
        assertThat(HtmlView.of(null)).isNull();
        assertThat(HtmlView.of(List.of())).isNull();
        assertThat(HtmlView.of(List.of("a", "b"))).isNull();
        assertThat(HtmlView.of(Arrays.asList(new Hit(1, 1, ""), null))).isNull();
        assertThat(HtmlView.of(List.of(new Hit(1, 1, ""), new Hits(List.of(), 1)))).isNull();
        assertThat(HtmlView.of(Path.of("a", "b"))).isNull();
    }

    @Test
    void everythingIsEscaped() {
        String html = HtmlView.of(new Hit(1, 1, "<script>alert('$x$ & \"y\"')</script>"));
        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;&#36;x&#36; &amp; &quot;y&quot;&#39;)")
                .doesNotContain("<script>");
    }

    @Test
    void whatJsonLeavesOutAndWhatWasStreamedIsNotShown() {
        assertThat(HtmlView.of(new Answer("the text", false, "hidden", Optional.of("noted"))))
                .contains("the text", ">noted<")
                .doesNotContain("hidden", "secret", "Optional");
        assertThat(HtmlView.of(new Answer("the text", true, "hidden", Optional.empty())))
                .doesNotContain("the text");
    }

    @Test
    void aValueThatCannotBeReadIsLeftBlank() {
        assertThat(HtmlView.of(new Throwing(1))).contains("value", "<table>");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        String html = HtmlView.of(new Hit(1, 1, "a".repeat(399) + "\uD83D\uDE00" + "b"));
        assertThat(html).contains("a…").doesNotContain("\uD83D");
    }

    @Test
    void numbersAreReadable() {
        assertThat(HtmlView.of(new Hit(1, 12345.678, ""))).contains(">12345.7<");
        assertThat(HtmlView.of(new Hit(1, 3, ""))).contains(">3<");
        assertThat(HtmlView.of(new Hit(1, 0.00000123, ""))).contains(">1.230e-06<");
        assertThat(HtmlView.of(new Hit(1, Double.NaN, ""))).contains(">NaN<");
        assertThat(HtmlView.of(new Hit(1, 1e300, ""))).contains("e+300");
    }

    @Property
    void noTextBreaksOutOfItsCell(@ForAll String text) {
        String html = HtmlView.of(new Hit(1, 1, text));
        assertThat(html.split("<", -1))
                .hasSize(HtmlView.of(new Hit(1, 1, "")).split("<", -1).length);
    }
}
