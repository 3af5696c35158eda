package dev.engram.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.engram.base.Progress;
import dev.engram.engram.Engram;
import dev.engram.engram.ExtractOptions;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.QueryOptions;
import dev.engram.engram.internal.tree.TreeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Engrams whose hashes and checksums are right and whose content is not: opening, searching,
 * listing, extracting and checking them ends in an answer or a clear refusal, and nothing is
 * written outside the output folder.
 */
class ForgedEngramFuzzTest {

    /** So that an update marks a deleted file instead of writing the segment anew. */
    private static final int ENOUGH_TO_KEEP_A_SEGMENT = 60;

    private static Path work;
    private static Path engram;
    private static Forgery forgery;

    @BeforeAll
    static void makeEngram() throws IOException {
        work = Files.createTempDirectory("forged-");
        Path source = Files.createDirectories(work.resolve("source/deep"));
        for (int i = 0; i < ENOUGH_TO_KEEP_A_SEGMENT; i++) {
            Files.writeString(source.resolve("Dog" + i), "The dog number " + i + " can bark.\n");
        }
        Files.createSymbolicLink(source.resolve("link"), Path.of("Dog1"));
        engram = work.resolve("x.engram");
        Engram.ingest(work.resolve("source"), engram, IngestOptions.defaults(), Progress.none());
        Files.writeString(source.resolve("Dog1"), "The cat can hiss.\n");
        Engram.update(work.resolve("source"), engram, 1, Progress.none());
        forgery = new Forgery(engram);
    }

    @AfterAll
    static void remove() throws IOException {
        delete(work);
    }

    @Test
    void theSameBytesAreStillAWholeEngram() throws Exception {
        for (Forgery.Kind kind : Forgery.Kind.values()) {
            forgery.put(kind, forgery.original(kind));
            assertThat(Engram.check(engram, Progress.none()).ok()).as("%s", kind).isTrue();
            forgery.undo();
        }
    }

    @FuzzTest(maxDuration = "120s")
    void forgedFiles(FuzzedDataProvider data) throws Exception {
        Forgery.Kind kind = data.pickValue(Forgery.Kind.values());
        byte[] content = forgery.original(kind).clone();
        if (data.consumeBoolean()) {
            content = Arrays.copyOf(content, data.consumeInt(0, content.length + 64));
        }
        for (int edits = data.consumeInt(0, 8); edits > 0 && content.length > 0; edits--) {
            content[data.consumeInt(0, content.length - 1)] = data.consumeByte();
        }
        forgery.put(kind, content);
        try {
            use();
        } finally {
            forgery.undo();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void nodesOfAnything(byte[] bytes) throws Exception {
        Refusals.allowed(() -> TreeNode.read(bytes == null ? new byte[0] : bytes, "a node"));
    }

    private static void use() throws Exception {
        Path outer = Files.createDirectories(work.resolve("outer"));
        Refusals.allowed(
                () -> {
                    try (Engram open = Engram.open(engram)) {
                        Refusals.allowed(open::info);
                        Refusals.allowed(() -> open.list(List.of()));
                        Refusals.allowed(() -> open.query("bark dog", QueryOptions.defaults()));
                        Refusals.allowed(() -> open.passages(p -> {}));
                        Refusals.allowed(open::digest);
                        Refusals.allowed(
                                () ->
                                        open.extract(
                                                outer.resolve("out"),
                                                ExtractOptions.defaults(),
                                                Progress.none()));
                    }
                });
        Refusals.allowed(() -> Engram.check(engram, Progress.none()));
        try (var beside = Files.list(outer)) {
            assertThat(beside.filter(p -> !p.endsWith("out"))).isEmpty();
        }
        delete(outer);
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!Files.isSymbolicLink(path)) {
                    path.toFile().setWritable(true);
                }
                Files.deleteIfExists(path);
            }
        }
    }
}
