package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searching from coarse to fine, on folders that each have words of their own. */
class HierarchicalQueryTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withNodes(true);

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void store() throws IOException {
        source = temp.resolve("source");
        Random random = new Random(3);
        for (String folder :
                List.of("rivers", "rivers/north", "planets", "planets/inner", "tools")) {
            for (int f = 0; f < 6; f++) {
                Path file = source.resolve(folder).resolve("f" + f + ".txt");
                Files.createDirectories(file.getParent());
                String topic = folder.replace("/", " ") + " topic" + random.nextInt(9);
                Files.writeString(file, topic + "\n\nabout common things and " + topic + "\n");
            }
        }
        engram = temp.resolve("x.engram");
        Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    @Test
    void aWideBeamFindsWhatAPlainSearchFinds() throws IOException {
        try (Engram open = Engram.open(engram)) {
            for (String query : List.of("north rivers", "topic3", "common inner planets")) {
                Hits plain = open.query(query, QueryOptions.top(50));
                Hits wide = open.query(query, QueryOptions.top(50).withBeam(1000));
                assertThat(wide.hits()).isEqualTo(plain.hits());
                assertThat(plain.folders()).isEmpty();
                assertThat(wide.folders()).hasSize(5);
            }
        }
    }

    @Test
    void aNarrowBeamSearchesTheBestFoldersExactlyAndSaysWhich() throws IOException {
        try (Engram open = Engram.open(engram)) {
            QueryOptions narrow = QueryOptions.top(50).withBeam(1);
            Hits hits = open.query("inner planets", narrow);
            assertThat(hits.folders()).hasSize(1);
            String folder = hits.folders().getFirst();
            assertThat(folder).startsWith("planets");
            assertThat(hits.toString()).contains("searched in: " + folder);
            List<Hit> inFolder =
                    open.query("inner planets", QueryOptions.top(1000)).hits().stream()
                            .filter(h -> h.path().matches(folder + "/[^/]*"))
                            .toList();
            assertThat(hits.hits())
                    .isNotEmpty()
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("rank")
                    .isEqualTo(inFolder);
            assertThat(open.queryFiles("inner planets", narrow).hits())
                    .allMatch(h -> h.path().startsWith(folder + "/"));
        }
    }

    @Test
    void scopesTakeFolders() throws IOException {
        try (Engram open = Engram.open(engram)) {
            Hits below = open.query("topic", QueryOptions.top(100).withScope("planets"));
            Hits inner = open.query("common", QueryOptions.top(100).withScope("planets/inner"));
            assertThat(inner.hits())
                    .hasSize(6)
                    .allMatch(h -> h.path().startsWith("planets/inner/"));
            assertThat(below.hits()).allMatch(h -> h.path().startsWith("planets/"));
            assertThat(open.query("common", QueryOptions.top(9).withScope("planet")).hits())
                    .isEmpty();
        }
    }

    @Test
    void anUpdateKeepsTheNodesAndEqualsAFreshIngest() throws IOException {
        String before = digest(engram);
        Files.writeString(source.resolve("planets/f1.txt"), "volcano glass and ash\n");
        Files.delete(source.resolve("tools/f2.txt"));
        Files.createDirectories(source.resolve("new/deep"));
        Files.writeString(source.resolve("new/deep/x.txt"), "submarine cable\n");
        Engram.update(source, engram, 2, Progress.none());
        Path fresh = temp.resolve("fresh.engram");
        Engram.ingest(source, fresh, OPTIONS, Progress.none());
        assertThat(digest(engram)).isEqualTo(digest(fresh)).isNotEqualTo(before);
        try (Engram open = Engram.open(engram)) {
            Hits hits = open.query("submarine", QueryOptions.top(3).withBeam(1));
            assertThat(hits.folders()).containsExactly("new/deep");
            assertThat(hits.first().path()).isEqualTo("new/deep/x.txt");
        }
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void withoutNodesItSaysWhatToDo() throws IOException {
        Path plain = temp.resolve("plain.engram");
        Engram.ingest(source, plain, IngestOptions.defaults(), Progress.none());
        assertThat(digest(plain)).isNotEqualTo(digest(engram));
        try (Engram open = Engram.open(plain)) {
            assertThatThrownBy(() -> open.query("rivers", QueryOptions.top(3).withBeam(4)))
                    .hasMessageContaining("no vectors of folders");
        }
        assertThatThrownBy(() -> new QueryOptions(3, "planets", Channel.AUTO, 4))
                .hasMessageContaining("--scope names one");
    }
}
