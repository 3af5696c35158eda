package dev.engram.bench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.internal.Hashes;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @TempDir Path folder;

    private static Path zip(Path file, String... namesAndTexts) throws Exception {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes());
            }
        }
        return file;
    }

    private Datasets mirrored(String text) throws Exception {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.createDirectories(mirror.resolve("text/small"));
        Files.writeString(mirror.resolve("text/small/a.txt"), text);
        return datasets(Optional.of(mirror));
    }

    private Datasets datasets(Optional<Path> mirror) {
        String yaml =
                """
                - name: small
                  version: 1
                  title: A small one
                  licence: none
                  format: text
                  mirror: text/small
                  files: {a.txt: %s}
                """
                        .formatted(Hashes.ofText("hello"));
        return new Datasets(
                new WorkbenchHome(folder.resolve("home")),
                Progress.none(),
                mirror,
                Datasets.parse(yaml, "test"));
    }

    @Test
    void aMirroredSetIsVerified() throws Exception {
        Datasets good = mirrored("hello");
        Dataset small = good.named("small");
        assertThat(good.present(small)).isTrue();
        assertThat(good.load(small).resolve("a.txt")).hasContent("hello");
        Datasets bad = mirrored("hallo");
        assertThatThrownBy(() -> bad.load(small))
                .hasMessageContaining("a.txt has sha256 " + Hashes.ofText("hallo"))
                .hasMessageContaining(Hashes.ofText("hello"));
    }

    @Test
    void withoutAMirrorTheVariableIsNamed() {
        Datasets none = datasets(Optional.empty());
        assertThat(none.present(none.named("small"))).isFalse();
        assertThatThrownBy(() -> none.load(none.named("small")))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("WORKBENCH_DATA_MIRROR"));
    }

    @Test
    void namesVersionsAndTypos() {
        Datasets all =
                new Datasets(
                        new WorkbenchHome(folder),
                        Progress.none(),
                        Optional.empty(),
                        Datasets.bundled());
        assertThat(all.named("commons-lang3").version()).isEqualTo("3.19.0");
        assertThat(all.named("commons-lang3@3.17.0").version()).isEqualTo("3.17.0");
        assertThatThrownBy(() -> all.named("comons-lang3"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("did you mean 'commons-lang3'?"));
    }

    @Test
    void theCatalogueIsWhole() {
        List<Dataset> all = Datasets.bundled();
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(all.stream().map(Dataset::id).distinct()).hasSize(all.size());
        for (Dataset dataset : all) {
            switch (dataset.source()) {
                case Dataset.Source.Maven maven ->
                        assertThat(maven.sha256()).as(dataset.id()).matches("[0-9a-f]{64}");
                case Dataset.Source.Mirror mirror ->
                        assertThat(mirror.files().values())
                                .as(dataset.id())
                                .isNotEmpty()
                                .allMatch(h -> h.matches("[0-9a-f]{64}"));
            }
        }
    }

    @Test
    void theMirrorOfThisMachineHoldsWhatTheCatalogueSays() throws Exception {
        Optional<Path> mirror = Datasets.mirrorOf(System.getenv());
        Assumptions.assumeTrue(
                mirror.isPresent(), "WORKBENCH_DATA_MIRROR is not set: mirrored sets not checked");
        Datasets datasets =
                new Datasets(
                        new WorkbenchHome(folder), Progress.none(), mirror, Datasets.bundled());
        for (Dataset dataset : datasets.catalogue()) {
            if (dataset.source() instanceof Dataset.Source.Mirror) {
                assertThat(datasets.load(dataset)).isDirectory();
            }
        }
    }

    @Test
    void mirrorVariable() {
        assertThat(Datasets.mirrorOf(Map.of())).isEmpty();
        assertThat(Datasets.mirrorOf(Map.of("WORKBENCH_DATA_MIRROR", " "))).isEmpty();
        assertThat(Datasets.mirrorOf(Map.of("WORKBENCH_DATA_MIRROR", "x")).orElseThrow())
                .isAbsolute();
    }

    @Test
    void unpacksATree() throws Exception {
        Path archive = zip(folder.resolve("a.jar"), "org/", "", "org/a/B.java", "class B {}");
        Path out = Files.createDirectory(folder.resolve("out"));
        Unzip.into(archive, out, Unzip.Limits.DEFAULT);
        assertThat(out.resolve("org/a/B.java")).hasContent("class B {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a\\..\\..\\evil", "C:evil", ".."})
    void anEntryThatLeadsOutsideIsRefused(String name) throws Exception {
        Path archive = zip(folder.resolve("a.jar"), name, "x");
        Path out = Files.createDirectory(folder.resolve("out"));
        assertThatThrownBy(() -> Unzip.into(archive, out, Unzip.Limits.DEFAULT))
                .hasMessageContaining("outside its folder");
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.jar", "out");
        }
    }

    @Test
    void bombsAndBrokenArchivesAreRefused() throws Exception {
        Path archive = zip(folder.resolve("a.jar"), "a", "0".repeat(10_000), "b", "x");
        Path out = Files.createDirectory(folder.resolve("out"));
        assertThatThrownBy(() -> Unzip.into(archive, out, new Unzip.Limits(10, 9_999)))
                .hasMessageContaining("more than the limit");
        assertThatThrownBy(() -> Unzip.into(archive, out, new Unzip.Limits(1, 1 << 20)))
                .hasMessageContaining("more than 1 files");
        Path broken = Files.writeString(folder.resolve("b.jar"), "no zip");
        assertThatThrownBy(() -> Unzip.into(broken, out, Unzip.Limits.DEFAULT))
                .hasMessageContaining("is no zip archive");
    }
}
