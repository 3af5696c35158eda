package dev.engram.commands.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress.Unit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProgressTest {

    private static final String CLEAR = "\r\u001b[K";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private TerminalProgress progress(boolean terminal) {
        return new TerminalProgress(err, terminal, now::get);
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private String shown() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @ParameterizedTest
    @CsvSource({
        "12000000, 80500000, BYTES, 'read: 12.0 of 80.5 MB (14 %)'",
        "12000000, -1, BYTES, read: 12.0 MB",
        "3, 7, ITEMS, read: 3 of 7 (42 %)",
        "3, -1, ITEMS, read: 3",
        "0, 0, ITEMS, read: 0 of 0",
        "5, 5, TOKENS, read: 5 of 5 tokens (100 %)",
        "9, 5, ITEMS, read: 9 of 5 (100 %)",
        "4611686018427387904, 9223372036854775807, ITEMS, "
                + "'read: 4611686018427387904 of 9223372036854775807 (50 %)'"
    })
    void anAdvanceIsALine(long done, long total, Unit unit, String line) {
        assertThat(TerminalProgress.describe("read", done, total, unit)).isEqualTo(line);
    }

    @Test
    void whatIsSoonDoneShowsNothing() {
        try (TerminalProgress progress = progress(true)) {
            pass(200);
            progress.update("read", 1, 2, Unit.ITEMS);
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void aTerminalShowsOneLineThatIsRewrittenAndThenGone() {
        TerminalProgress progress = progress(true);
        pass(301);
        progress.update("read", 1, 3, Unit.ITEMS);
        assertThat(shown()).isEqualTo(CLEAR + "read: 1 of 3 (33 %)");
        pass(50);
        progress.update("read", 2, 3, Unit.ITEMS);
        assertThat(shown()).isEmpty();
        pass(60);
        progress.update("read", 3, 3, Unit.ITEMS);
        assertThat(shown()).isEqualTo(CLEAR + "read: 3 of 3 (100 %)");
        progress.close();
        assertThat(shown()).isEqualTo(CLEAR);
        progress.close();
        assertThat(shown()).isEmpty();
    }

    @Test
    void aNoticeTakesTheLineOfTheProgress() {
        TerminalProgress progress = progress(true);
        progress.println("first");
        assertThat(shown().lines()).containsExactly("first");
        pass(400);
        progress.update("read", 1, 3, Unit.ITEMS);
        progress.println("second");
        assertThat(shown()).endsWith(CLEAR + "second" + System.lineSeparator());
    }

    @Test
    void withoutATerminalThereAreFewPlainLines() {
        TerminalProgress progress = progress(false);
        for (int i = 0; i < 100; i++) {
            pass(119);
            progress.update("read", i, 100, Unit.ITEMS);
        }
        progress.close();
        assertThat(shown().lines())
                .hasSize(2)
                .allMatch(l -> l.matches("read: \\d+ of 100 \\(\\d+ %\\)"));
    }
}
