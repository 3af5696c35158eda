package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the key nothing but sizes is learnt; with it, an engram is what it always is. */
class EncryptionTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    private final EngramKey key = WithKey.newKey();

    @TempDir Path temp;
    private Path source;
    private Path plain;
    private Path sealed;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Files.write(source.resolve("Treasure-map.bin"), Trees.noise(300_000, 4));
        Files.createSymbolicLink(source.resolve("shortcut"), Path.of("src/File1.java"));
        plain = temp.resolve("plain.engram");
        sealed = temp.resolve("sealed.engram");
        Engram.ingest(source, plain, OPTIONS, Progress.none());
        ingest(sealed);
    }

    private IngestResult ingest(Path engram) throws IOException {
        return key.during(() -> Engram.ingest(source, engram, OPTIONS, Progress.none()));
    }

    private Engram open(Path engram) throws IOException {
        return Engram.open(engram, "", key);
    }

    private CheckResult check() throws IOException {
        return key.during(() -> Engram.check(sealed, Progress.none()));
    }

    /** Every file of an engram but those that are locked, by its path below it. */
    private static Map<String, byte[]> files(Path engram) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var all = Files.walk(engram)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (!file.endsWith("lock") && !file.endsWith("readers")) {
                    files.put(engram.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** What must not be found: texts, paths, ids of contents as bytes and as text. */
    private Map<String, byte[]> secrets() throws IOException {
        Map<String, byte[]> secrets = new TreeMap<>();
        for (String text :
                List.of(
                        "walkTheDog",
                        "bark",
                        "File3",
                        "README",
                        "Treasure",
                        "shortcut",
                        "src",
                        source.toString(),
                        "ENGRPACK",
                        "ENGRSEGM",
                        "ENGRSNAP",
                        "ENGRROOT",
                        "ENGRCHNK",
                        "EPACKEND",
                        "CTIONEND")) {
            secrets.put(text, text.getBytes(StandardCharsets.UTF_8));
        }
        List<Id> ids = new ArrayList<>();
        try (var all = Files.walk(source)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                ids.add(Id.hash(Files.readAllBytes(file)));
            }
        }
        try (Engram open = open(sealed)) {
            ids.add(Id.parse(open.info().snapshot()));
            ids.add(Id.parse(open.info().manifest()));
            ids.add(Id.parse(open.digest()));
        }
        for (Id id : ids) {
            byte[] bytes = new byte[Id.BYTES];
            id.write(bytes, 0);
            // eight bytes are enough to recognise a hash by
            secrets.put("id " + id, java.util.Arrays.copyOf(bytes, 8));
            secrets.put("hex " + id, id.hex().substring(0, 16).getBytes(StandardCharsets.UTF_8));
        }
        return secrets;
    }

    private static Set<String> found(Map<String, byte[]> secrets, Path engram) throws IOException {
        Set<String> found = new HashSet<>();
        Map<String, String> haystacks = new TreeMap<>();
        files(engram)
                .forEach(
                        (name, bytes) ->
                                haystacks.put(
                                        name, new String(bytes, StandardCharsets.ISO_8859_1)));
        haystacks.put("lock", Files.readString(engram.resolve("lock")));
        secrets.forEach(
                (what, bytes) -> {
                    String needle = new String(bytes, StandardCharsets.ISO_8859_1);
                    haystacks.forEach(
                            (name, content) -> {
                                if (content.contains(needle) || name.contains(needle)) {
                                    found.add(what);
                                }
                            });
                });
        return found;
    }

    @Test
    void nothingOfTheTreeIsInTheFolder() throws IOException {
        Map<String, byte[]> secrets = secrets();
        assertThat(found(secrets, sealed)).isEmpty();
        // the same search finds what a plain engram shows
        assertThat(found(secrets, plain))
                .contains("bark", "ENGRPACK", source.toString())
                .hasSizeGreaterThan(15);
    }

    @Test
    void theSameTreeTwiceHasNoBytesOrNamesInCommon() throws IOException {
        Path other = temp.resolve("other.engram");
        ingest(other);
        Map<String, byte[]> a = files(sealed);
        Map<String, byte[]> b = files(other);
        Set<String> names = new HashSet<>(a.keySet());
        names.retainAll(b.keySet());
        assertThat(names).containsExactly("root");
        Set<String> runs = new HashSet<>();
        a.values().forEach(bytes -> runs.addAll(runs(bytes)));
        assertThat(runs).hasSizeGreaterThan(300_000);
        for (byte[] bytes : b.values()) {
            assertThat(Collections.disjoint(runs, runs(bytes))).isTrue();
        }
        try (Engram one = open(sealed);
                Engram two = open(other)) {
            assertThat(one.digest()).isEqualTo(two.digest());
        }
    }

    /** All runs of 13 bytes: one more than the magic and version that sealed files share. */
    private static Set<String> runs(byte[] bytes) {
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + 13 <= bytes.length; i++) {
            runs.add(new String(bytes, i, 13, StandardCharsets.ISO_8859_1));
        }
        return runs;
    }

    @Test
    void withTheKeyItIsWhatAPlainEngramIs() throws IOException {
        Path output = temp.resolve("out");
        try (Engram a = open(sealed);
                Engram b = Engram.open(plain)) {
            assertThat(a.digest()).isEqualTo(b.digest());
            assertThat(a.info().encrypted()).isTrue();
            assertThat(b.info().encrypted()).isFalse();
            assertThat(a.list(List.of())).isEqualTo(b.list(List.of()));
            assertThat(a.query("walk the dog", QueryOptions.defaults()))
                    .isEqualTo(b.query("walk the dog", QueryOptions.defaults()))
                    .isNotEmpty();
            a.extract(output, ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(output)).isEqualTo(Trees.describe(source));
        assertThat(check().problems()).isEmpty();
        // 96 bytes a file and 16 a piece
        assertThat(size(sealed) - size(plain)).isBetween(1L, 96 * 8 + 16L * 40);
    }

    private static long size(Path engram) throws IOException {
        return files(engram).values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Test
    void aPlainEngramIsByteForByteWhatItWas() throws IOException {
        Path again = temp.resolve("again.engram");
        Engram.ingest(source, again, OPTIONS, Progress.none());
        Map<String, byte[]> files = files(again);
        files.forEach(
                (name, bytes) -> {
                    if (!name.equals("root")) {
                        String id = Id.hash(bytes).hex();
                        assertThat(name).contains(id);
                    }
                });
        assertThat(new String(files.get("root"), 0, 8, StandardCharsets.US_ASCII))
                .isEqualTo("ENGRROOT");
    }

    private static void assertRefused(Category category, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(category);
                            assertThat(e.userMessage().lines()).hasSize(2);
                        })
                .hasMessageContaining(message);
    }

    @Test
    void withoutTheKeyEveryCallIsRefusedAndNothingChanges() throws IOException {
        Map<String, byte[]> before = files(sealed);
        String line = sealed + " is encrypted";
        assertRefused(Category.USAGE, line, () -> Engram.open(sealed));
        assertRefused(Category.USAGE, line, () -> Engram.check(sealed, Progress.none()));
        assertRefused(
                Category.USAGE,
                line,
                () -> Engram.ingest(source, sealed, OPTIONS, Progress.none()));
        assertRefused(
                Category.USAGE, line, () -> Engram.update(source, sealed, 1, Progress.none()));
        assertSame(before);
    }

    @Test
    void aWrongKeyIsToldFromDamage() throws IOException {
        Map<String, byte[]> before = files(sealed);
        EngramKey wrong = WithKey.newKey();
        String line = "the key does not fit " + sealed;
        assertRefused(Category.USAGE, line, () -> Engram.open(sealed, "", wrong));
        assertRefused(
                Category.USAGE,
                line,
                () -> wrong.during(() -> Engram.check(sealed, Progress.none())));
        assertRefused(
                Category.USAGE,
                line,
                () -> wrong.during(() -> Engram.update(source, sealed, 1, Progress.none())));
        assertSame(before);
    }

    private void assertSame(Map<String, byte[]> before) throws IOException {
        Map<String, byte[]> after = files(sealed);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
    }

    @Test
    void aKeyForAPlainEngramIsRefused() {
        String line = plain + " is not encrypted, but a key was given";
        assertRefused(Category.USAGE, line, () -> open(plain));
        assertRefused(
                Category.USAGE,
                line,
                () -> key.during(() -> Engram.update(source, plain, 1, Progress.none())));
        assertRefused(Category.USAGE, line, () -> ingest(plain));
    }

    @Test
    void noManifestIsWrittenInTheClear() throws IOException {
        Path manifest = temp.resolve("m.json");
        try (Engram open = open(sealed)) {
            assertRefused(
                    Category.USAGE,
                    "its manifest is not written in the clear",
                    () -> open.writeManifest(manifest));
        }
        assertThat(manifest).doesNotExist();
        assertThat(manifest.resolveSibling("m.json.part")).doesNotExist();
    }

    @Test
    void aFileOfAnotherEngramWithTheSameKeyIsNotTaken() throws IOException {
        Path other = temp.resolve("other.engram");
        ingest(other);
        String snapshot = only(sealed, "snapshots");
        Files.write(sealed.resolve(snapshot), files(other).get(only(other, "snapshots")));
        assertThatThrownBy(() -> open(sealed)).hasMessageContaining("belongs to another engram");
        assertThat(check().problems())
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.file()).isEqualTo(snapshot);
                            assertThat(p.lost()).contains("it belongs to another engram");
                        });
    }

    @Test
    void aSealedFileUnderTheNameOfAnotherIsNotTaken() throws IOException {
        Files.writeString(source.resolve("more.txt"), "more to bark at");
        ingest(sealed);
        List<String> segments = all(sealed, "index");
        assertThat(segments).hasSizeGreaterThan(1);
        Files.copy(
                sealed.resolve(segments.get(0)),
                sealed.resolve(segments.get(1)),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(check().problems())
                .anySatisfy(
                        p -> {
                            assertThat(p.file()).isEqualTo(segments.get(1));
                            assertThat(p.lost()).contains("fail authentication");
                        });
    }

    @Test
    void aDamagedRootCostsNoSnapshot() throws IOException {
        byte[] root = Files.readAllBytes(sealed.resolve("root"));
        for (int at : new int[] {0, 20, 50, 100, root.length - 1}) {
            byte[] damaged = root.clone();
            damaged[at] ^= 4;
            Files.write(sealed.resolve("root"), damaged);
            assertThat(check().problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.file()).isEqualTo("root"));
            assertThatThrownBy(() -> open(sealed))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
        }
    }

    @Test
    void aFirstIngestThatEndedEarlyGoesOnWithTheKeyAlone() throws IOException {
        Files.delete(sealed.resolve("root"));
        Files.delete(sealed.resolve(only(sealed, "snapshots")));
        assertRefused(
                Category.USAGE,
                "is encrypted",
                () -> Engram.ingest(source, sealed, OPTIONS, Progress.none()));
        ingest(sealed);
        assertThat(check().problems()).isEmpty();
    }

    private static List<String> all(Path engram, String folder) throws IOException {
        return files(engram).keySet().stream().filter(f -> f.startsWith(folder + "/")).toList();
    }

    private static String only(Path engram, String folder) throws IOException {
        List<String> all = all(engram, folder);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void aKeyShowsNothingOfItself() {
        Path file = temp.resolve("k");
        EngramKey made = EngramKey.create(file);
        String secret = HexFormat.of().formatHex(new byte[0]) + made + made.hashCode();
        assertThat(secret).isEqualTo("a key of encrypted engrams" + key.hashCode());
        assertThat(EngramKey.read(file)).isEqualTo(made).isNotEqualTo(key);
    }
}
