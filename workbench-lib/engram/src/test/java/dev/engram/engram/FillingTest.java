package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heavy embedder's channel is left out at ingest and filled later, bit by bit. */
class FillingTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withSemantic("slow-words");

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void ingested() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        for (int f = 0; f < 100; f++) {
            Files.writeString(source.resolve("f" + f + ".md"), "word" + f + "\n");
        }
        engram = temp.resolve("x.engram");
        Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    @AfterEach
    void noMoreInterrupts() {
        WordEmbedders.LEFT.set(Integer.MAX_VALUE);
        Thread.interrupted();
    }

    private EmbedResult embed(Path which) throws IOException {
        return new Filling(new StoreLayout(which), temp.resolve("vectors"), Progress.none()).run();
    }

    private EngramInfo info() throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.info();
        }
    }

    private String digest(Path which) throws IOException {
        try (Engram open = Engram.open(which)) {
            return open.digest();
        }
    }

    @Test
    void wordsAreSearchedMeanwhile() throws IOException {
        assertThat(info().embedded()).isZero();
        assertThat(info().semantic()).isEqualTo("slow-words");
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("word7", QueryOptions.defaults()).first().path())
                    .isEqualTo("f7.md");
        }
        EmbedResult result = embed(engram);
        assertThat(result).returns(100L, EmbedResult::fresh).returns(100L, EmbedResult::embedded);
        assertThat(info()).returns(100L, EngramInfo::embedded);
        assertThat(info().toString()).contains("also by meaning (slow-words)");
        try (Engram open = Engram.open(engram)) {
            assertThat(
                            open.query("word7", QueryOptions.top(1).withChannel(Channel.SEMANTIC))
                                    .first()
                                    .path())
                    .isEqualTo("f7.md");
        }
        assertThat(embed(engram).fresh()).isZero();
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void anInterruptKeepsWhatIsDone() throws IOException {
        WordEmbedders.LEFT.set(70);
        assertThatThrownBy(() -> embed(engram))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(info().files()).isEqualTo(100);
        // two batches of 32 came into the cache: what is left fits the budget
        Thread.interrupted();
        WordEmbedders.LEFT.set(36);
        embed(engram);
        assertThat(info().embedded()).isEqualTo(100);
    }

    @Test
    void filledItEqualsAFreshIngestThatIsFilled() throws IOException {
        embed(engram);
        for (int round = 0; round < 10; round++) {
            Files.writeString(source.resolve("f" + round + ".md"), "other words " + round + "\n");
            Engram.update(source, engram, 1, Progress.none());
        }
        assertThat(info().embedded()).isLessThan(100);
        embed(engram);
        Path fresh = temp.resolve("fresh.engram");
        Engram.ingest(source, fresh, OPTIONS, Progress.none());
        assertThat(digest(fresh)).isNotEqualTo(digest(engram));
        embed(fresh);
        assertThat(digest(fresh)).isEqualTo(digest(engram));
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void withoutAChannelThereIsNothingToFill() throws IOException {
        Path plain = temp.resolve("plain.engram");
        Engram.ingest(source, plain, OPTIONS.withSemantic("none"), Progress.none());
        assertThatThrownBy(() -> embed(plain))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("no semantic channel");
    }
}
