package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.engram.documents.TestJars;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one release of a library to the next, an update does what has changed, and no more. */
class ReleasesTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    @TempDir Path temp;
    private Path source;
    private Path engram;

    /**
     * Releases of commons-lang3: those before where the machine has them, the one on the class
     * path, and one made of it, in which every thirtieth file has changed.
     */
    private static Map<String, Map<String, byte[]>> releases() {
        Map<String, Map<String, byte[]>> releases = new LinkedHashMap<>();
        Path jar = TestJars.jar(TestJars.COMMONS_LANG_SOURCES);
        for (String version : new String[] {"3.17.0", "3.18.0"}) {
            Path other =
                    jar.resolveSibling(
                                    "../" + version + "/commons-lang3-" + version + "-sources.jar")
                            .normalize();
            if (Files.exists(other)) {
                releases.put(version, TestJars.files(other, name -> name.endsWith(".java")));
            }
        }
        Map<String, byte[]> last = TestJars.files(jar, name -> name.endsWith(".java"));
        releases.put("3.19.0", last);
        releases.put("next", next(last));
        return releases;
    }

    private static Map<String, byte[]> next(Map<String, byte[]> last) {
        Map<String, byte[]> next = new TreeMap<>();
        int number = 0;
        for (Map.Entry<String, byte[]> file : last.entrySet()) {
            int turn = number++ % 30;
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            if (turn == 3) {
                next.put(file.getKey().replace(".java", "2.java"), file.getValue());
            } else if (turn == 7) {
                String changed = text.replace("return ", "return /* hippopotamus */ ");
                next.put(file.getKey(), changed.getBytes(StandardCharsets.UTF_8));
            } else {
                next.put(file.getKey(), file.getValue());
            }
        }
        return next;
    }

    /** Makes the folder hold a release; files that stay are not touched. */
    private void apply(Map<String, byte[]> before, Map<String, byte[]> now) throws IOException {
        for (String name : before.keySet()) {
            if (!now.containsKey(name)) {
                Files.delete(source.resolve(name));
            }
        }
        for (Map.Entry<String, byte[]> file : now.entrySet()) {
            if (!Arrays.equals(before.get(file.getKey()), file.getValue())) {
                Path path = source.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        }
    }

    private Snapshot head() throws IOException {
        StoreLayout layout = new StoreLayout(engram);
        return Snapshot.read(layout, RootFile.read(layout).head());
    }

    /** The paths in segments that the snapshot before did not have. */
    private Set<String> freshPaths(Snapshot before) throws IOException {
        Set<Object> known = new HashSet<>();
        before.segments().forEach(ref -> known.add(ref.segment()));
        Set<String> paths = new TreeSet<>();
        try (Arena arena = Arena.ofShared()) {
            for (Snapshot.SegmentRef ref : head().segments()) {
                if (!known.contains(ref.segment())) {
                    SegmentReader segment =
                            SegmentReader.open(new StoreLayout(engram), ref.segment(), arena);
                    for (int f = 0; f < segment.files(); f++) {
                        paths.add(new String(segment.path(f), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return paths;
    }

    @Test
    void onlyPassagesOfChangedFilesAreWritten() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        engram = temp.resolve("x.engram");
        Map<String, byte[]> before = releases().get("3.19.0");
        Map<String, byte[]> now = next(before);
        apply(Map.of(), before);
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        Snapshot last = head();
        apply(before, now);
        Engram.update(source, engram, 2, Progress.none());
        Set<String> changed = new TreeSet<>();
        now.forEach(
                (name, content) -> {
                    if (!Arrays.equals(before.get(name), content)) {
                        changed.add(name);
                    }
                });
        assertThat(freshPaths(last)).isEqualTo(changed).hasSizeLessThan(now.size() / 10);
    }

    @Test
    void eachReleaseEqualsAFreshIngestAndCostsItsChanges() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        engram = temp.resolve("x.engram");
        Map<String, byte[]> before = Map.of();
        for (Map.Entry<String, Map<String, byte[]>> release : releases().entrySet()) {
            Map<String, byte[]> now = release.getValue();
            apply(before, now);
            if (before.isEmpty()) {
                Engram.ingest(source, engram, OPTIONS, Progress.none());
            } else {
                UpdateResult result = Engram.update(source, engram, 2, Progress.none());
                Set<String> changed = new TreeSet<>();
                long bytes = 0;
                for (Map.Entry<String, byte[]> file : now.entrySet()) {
                    if (!Arrays.equals(before.get(file.getKey()), file.getValue())) {
                        changed.add(file.getKey());
                        bytes += file.getValue().length;
                    }
                }
                assertThat(result.bytesRead()).as(release.getKey()).isEqualTo(bytes);
                assertThat(result.added() + result.modified()).isEqualTo(changed.size());
                assertThat(result.unchanged()).isEqualTo((long) now.size() - changed.size());
            }
            Path fresh = temp.resolve(release.getKey() + ".engram");
            Engram.ingest(source, fresh, OPTIONS, Progress.none());
            try (Engram a = Engram.open(engram);
                    Engram b = Engram.open(fresh)) {
                assertThat(a.digest()).as(release.getKey()).isEqualTo(b.digest());
            }
            before = now;
        }
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("hippopotamus", QueryOptions.defaults())).isNotEmpty();
        }
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }
}
