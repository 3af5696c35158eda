package dev.engram.base.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.fetch.internal.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {

    /** FIPS 180-2, appendices B.1 and C.1. */
    private static final String SHA256_OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SHA512_OF_ABC =
            "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

    private static final String SHA256_OF_NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    @Test
    void agreesWithTheStandardsExamples() throws IOException {
        assertThat(Digests.sha256Hex(file("abc"), Progress.none())).isEqualTo(SHA256_OF_ABC);
        assertThat(Digests.sha512Base64(file("abc"), Progress.none())).isEqualTo(SHA512_OF_ABC);
        assertThat(Digests.sha256Hex(file(""), Progress.none())).isEqualTo(SHA256_OF_NOTHING);
    }

    @Test
    void theLastWordOfTheProgressIsTheWholeFile() throws IOException {
        List<Long> done = new ArrayList<>();
        Path file = Files.write(folder.resolve("large"), new byte[700_000]);
        String unused =
                Digests.sha256Hex(
                        file,
                        (phase, now, total, unit) -> {
                            assertThat(phase).isEqualTo("checking large");
                            assertThat(total).isEqualTo(700_000);
                            done.add(now);
                        });
        assertThat(done).isSorted().hasSizeGreaterThan(1).endsWith(700_000L);
    }

    @Test
    void anInterruptStopsIt() throws IOException {
        Path file = file("abc");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Digests.sha256Hex(file, Progress.none()))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void pinsTakeHashesAsThePackageManagersWriteThem() throws IOException {
        Path file = file("abc");
        Pin.sha256(SHA256_OF_ABC.toUpperCase(java.util.Locale.ROOT))
                .check(file, "", Progress.none());
        Pin.sha512("sha512-" + SHA512_OF_ABC).check(file, "", Progress.none());
        assertThat(Pin.sha512(SHA512_OF_ABC)).isEqualTo(Pin.sha512("sha512-" + SHA512_OF_ABC));
        assertThatThrownBy(() -> Pin.sha256(SHA256_OF_NOTHING).check(file, "do x", Progress.none()))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.DAMAGED);
                            assertThat(e.remedy()).isEqualTo("do x");
                        })
                .hasMessageContainingAll(file.toString(), SHA256_OF_ABC, SHA256_OF_NOTHING);
    }
}
