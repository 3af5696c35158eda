package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress.Unit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class DisplaysTest {

    private static final long SECOND = 1_000_000_000L;

    private final TestKernel kernel = new TestKernel.Host();
    private final AtomicLong now = new AtomicLong();
    private final ProgressBoard board = new ProgressBoard(new UpdatingDisplay(kernel), now::get);

    private String lastHtml() {
        return String.valueOf(kernel.displayed.getLast().getData(MIMEType.TEXT_HTML));
    }

    @Test
    void progressIsOneDisplayThatEndsInALineThatStays() {
        board.update("reading files", 0, 80_000_000, Unit.BYTES);
        now.addAndGet(SECOND);
        board.update("reading files", 20_000_000, 80_000_000, Unit.BYTES);
        board.show();
        assertThat(kernel.texts().getLast()).isEqualTo("reading files: 20.0 of 80.0 MB (25 %)");
        assertThat(lastHtml()).contains("max='80000000' value='20000000'");
        now.addAndGet(SECOND);
        board.update("reading files", 80_000_000, 80_000_000, Unit.BYTES);
        board.update("indexing", 0, 500, Unit.ITEMS);
        board.show();
        now.addAndGet(SECOND / 2);
        board.update("indexing", 500, 500, Unit.ITEMS);
        board.succeeded();
        board.finish();
        assertThat(kernel.texts().getLast())
                .isEqualTo("reading files 80.0 MB in 2.0 s · indexing 500 in 0.5 s · total 2.5 s");
        assertThat(lastHtml()).doesNotContain("<progress");
        Set<Object> ids =
                kernel.displayed.stream().map(d -> d.getDisplayId()).collect(Collectors.toSet());
        assertThat(ids).hasSize(1).doesNotContainNull();
    }

    @Test
    void quickWorkShowsNothing() {
        board.update("reading", 1, 2, Unit.ITEMS);
        now.addAndGet(SECOND / 10);
        board.show();
        board.succeeded();
        board.finish();
        assertThat(kernel.displayed).isEmpty();
    }

    @Test
    void whatWasStoppedSaysSo() {
        now.addAndGet(SECOND);
        board.update("reading", 1, -1, Unit.ITEMS);
        board.show();
        board.finish();
        assertThat(kernel.texts()).containsExactly("reading: 1", "stopped: reading 1 in 0.0 s");
        assertThat(lastHtml()).doesNotContain("<progress");
    }

    @Test
    void whatHasNoAmountShowsItsSeconds() {
        board.update("resolving", 0, -1, Unit.ITEMS);
        now.addAndGet(3 * SECOND);
        board.update("resolving", 0, -1, Unit.ITEMS);
        board.show();
        board.update("resolving", 0, -1, Unit.ITEMS);
        board.show();
        board.succeeded();
        board.finish();
        assertThat(kernel.texts()).containsExactly("resolving: 3 s", "resolving in 3.0 s");
    }

    @Test
    void ofManyPhasesTheLastLineNamesTheLongOnes() {
        for (int i = 0; i < 6; i++) {
            board.update("phase " + i, 1, 1, Unit.ITEMS);
            now.addAndGet(i == 2 ? 9 * SECOND : SECOND / 10);
            board.show();
        }
        board.succeeded();
        board.finish();
        assertThat(kernel.texts().getLast()).isEqualTo("phase 2 1 in 9.0 s · total 9.5 s");
    }

    @Test
    void noticesSpeakOfMagics() {
        try (CellDisplays displays = new CellDisplays(kernel)) {
            displays.notice("run 'workbench model pull default'");
        }
        assertThat(kernel.texts()).containsExactly("run '%model pull default'");
    }

    @Test
    void nothingIsShownTwice() {
        now.addAndGet(SECOND);
        board.update("reading", 1, 2, Unit.ITEMS);
        board.show();
        board.show();
        assertThat(kernel.displayed).hasSize(1);
    }

    @Test
    void textGrowsAndStays() {
        LiveText text = new LiveText(new UpdatingDisplay(kernel));
        text.accept("one <b>");
        text.show();
        text.show();
        text.accept(" two");
        text.succeeded();
        text.finish();
        assertThat(kernel.texts()).containsExactly("one <b>", "one <b> two");
        assertThat(lastHtml()).contains("one &lt;b&gt; two");
    }

    @Test
    void partialTextIsKeptAndMarked() {
        LiveText text = new LiveText(new UpdatingDisplay(kernel));
        text.accept("begun");
        text.finish();
        assertThat(kernel.texts()).containsExactly("begun\n[stopped here]");
    }

    @Test
    void theLastStateComesOutAlsoAfterAnInterruptAndTheInterruptStays() {
        CellDisplays displays = new CellDisplays(kernel);
        displays.text().accept("begun");
        Thread.currentThread().interrupt();
        displays.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kernel.texts().getLast()).isEqualTo("begun\n[stopped here]");
    }

    @Test
    void aCellThatShowsNothingStartsNoThread() {
        long before = displayThreads();
        try (CellDisplays displays = new CellDisplays(kernel)) {
            displays.succeeded();
        }
        assertThat(displayThreads()).isEqualTo(before);
        assertThat(kernel.displayed).isEmpty();
    }

    private static long displayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("workbench-display"))
                .count();
    }

    @Test
    void theTickerRunsInTheCellOfWhoMadeIt() throws Exception {
        InheritableThreadLocal<String> cell = new InheritableThreadLocal<>();
        cell.set("cell 7");
        java.util.concurrent.CompletableFuture<String> seen =
                new java.util.concurrent.CompletableFuture<>();
        Ticker ticker = new Ticker(() -> seen.complete(cell.get()));
        Thread worker =
                Thread.ofPlatform().inheritInheritableThreadLocals(false).start(ticker::start);
        worker.join();
        assertThat(seen.get(30, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("cell 7");
        ticker.stop();
    }

    @Test
    void aStoppedTickerTicksNoMore() throws Exception {
        AtomicLong ticks = new AtomicLong();
        Ticker ticker = new Ticker(ticks::incrementAndGet);
        ticker.start();
        ticker.stop();
        long after = ticks.get();
        ticker.start();
        Thread.sleep(250);
        assertThat(ticks.get()).isEqualTo(after);
    }
}
