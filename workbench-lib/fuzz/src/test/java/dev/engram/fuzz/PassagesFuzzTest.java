package dev.engram.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.engram.engram.internal.passages.Splitter;
import dev.engram.engram.select.IgnoreRules;
import dev.engram.engram.select.Secrets;
import dev.engram.engram.select.TextBytes;
import dev.engram.engram.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What looks into any file that is ingested must get through any bytes. */
class PassagesFuzzTest {

    private static final List<String> NAMES =
            List.of("a.java", "a.py", "a.cs", "a.js", "a.c", "a.rs", "a.go", "a.md", "a.txt", "a");

    @FuzzTest(maxDuration = "60s")
    void passagesLieInTheFileInOrder(byte @NotNull [] bytes) {
        for (String name : NAMES) {
            int[] last = {0, 1};
            new Splitter()
                    .split(
                            name.getBytes(StandardCharsets.US_ASCII),
                            bytes,
                            0,
                            bytes.length,
                            (start, end, startLine, endLine) -> {
                                assertThat(start).as(name).isBetween(last[0], end);
                                assertThat(end).as(name).isBetween(start, bytes.length);
                                assertThat(startLine).as(name).isBetween(last[1], endLine);
                                last[0] = end;
                                last[1] = startLine;
                            });
        }
    }

    @FuzzTest(maxDuration = "60s")
    void tokensAreWords(byte @NotNull [] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String token : Tokenizer.tokens(text)) {
            assertThat(token).isNotBlank().doesNotContain(" ");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void secretsAndCharsetsOfAnything(byte @NotNull [] bytes) {
        TextBytes.charset(bytes).ifPresent(c -> TextBytes.decode(bytes, c));
        Optional<Secrets.Finding> found = Secrets.find("config.yaml", bytes);
        found.ifPresent(f -> assertThat(f.notice("config.yaml")).contains("config.yaml"));
    }

    @FuzzTest(maxDuration = "60s")
    void ignoreRulesOfAnything(byte @NotNull [] bytes) {
        int half = bytes.length / 2;
        byte[] rules = java.util.Arrays.copyOf(bytes, half);
        byte[] name = java.util.Arrays.copyOfRange(bytes, half, bytes.length);
        IgnoreRules.top(Optional.of(rules), Optional.of(rules)).enter(name, Optional.of(rules));
    }
}
