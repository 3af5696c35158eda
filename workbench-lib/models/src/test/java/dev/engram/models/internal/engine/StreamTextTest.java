package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Bytes to characters and the search for stop texts, streamed and at once. */
class StreamTextTest {

    private static String assembled(byte[] bytes, int step) {
        Utf8Assembler assembler = new Utf8Assembler();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += step) {
            text.append(
                    assembler.append(
                            Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + step))));
        }
        return text.append(assembler.finish()).toString();
    }

    @Property(tries = 300)
    void anySplitOfAnyTextGivesTheText(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 7) int step) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(assembled(valid.getBytes(StandardCharsets.UTF_8), step)).isEqualTo(valid);
    }

    @Property(tries = 300)
    void anySplitOfAnyBytesGivesWhatDecodingAtOnceGives(
            @ForAll @Size(max = 60) byte[] bytes, @ForAll @IntRange(min = 1, max = 5) int step) {
        assertThat(assembled(bytes, step)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void halfACharacterIsHeldBack() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        Utf8Assembler assembler = new Utf8Assembler();
        assertThat(assembler.append(new byte[] {euro[0]})).isEmpty();
        assertThat(assembler.append(new byte[] {euro[1]})).isEmpty();
        assertThat(assembler.append(new byte[] {euro[2]})).isEqualTo("€");
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(new byte[] {euro[0]});
        assertThat(assembler.append(rest.toByteArray())).isEmpty();
        assertThat(assembler.finish()).isEqualTo("\uFFFD");
    }

    @Property(tries = 1000)
    void streamedStopSearchFindsWhatSearchingAtOnceFinds(
            @ForAll @StringLength(max = 30) @CharRange(from = 'a', to = 'c') String text,
            @ForAll @Size(min = 1, max = 3)
                    List<@StringLength(min = 1, max = 3) @CharRange(from = 'a', to = 'c') String>
                            stops) {
        StopMatcher matcher = new StopMatcher(stops);
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(matcher.append(String.valueOf(c)));
        }
        out.append(matcher.finish());
        // Streaming stops at the stop text that is complete first; of those, at the earliest start.
        int end = Integer.MAX_VALUE;
        int start = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            if (at >= 0 && (at + stop.length() < end || at + stop.length() == end && at < start)) {
                end = at + stop.length();
                start = at;
            }
        }
        assertThat(matcher.stopped()).isEqualTo(start >= 0);
        assertThat(out.toString()).isEqualTo(start >= 0 ? text.substring(0, start) : text);
    }

    @Test
    void whatMayBecomeAStopTextIsHeldBack() {
        StopMatcher matcher = new StopMatcher(List.of("END"));
        assertThat(matcher.append("the E")).isEqualTo("the ");
        assertThat(matcher.append("N")).isEmpty();
        assertThat(matcher.append("T")).isEqualTo("ENT");
        assertThat(matcher.append("xEND more")).isEqualTo("x");
        assertThat(matcher.append("again")).isEmpty();
        assertThat(matcher.finish()).isEmpty();
    }
}
