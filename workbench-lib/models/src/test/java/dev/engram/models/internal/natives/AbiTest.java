package dev.engram.models.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.FileTrees;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.fetch.Digests;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The natives are the build this code was written for. */
class AbiTest {

    private static final Path FOLDER = Path.of("libraries");

    @Test
    void theStructuresHaveThePinnedSizes() {
        assertThat(Abi.MODEL_DEFAULTS).hasSize(80);
        assertThat(Abi.CONTEXT_DEFAULTS).hasSize(160);
        assertThat(Abi.QUANTIZE_DEFAULTS).hasSize(64);
        assertThat(LlamaFunction.Blob.MODEL.byteSize()).isEqualTo(80);
        assertThat(LlamaFunction.Blob.CONTEXT.byteSize()).isEqualTo(160);
        assertThat(LlamaFunction.Blob.BATCH.byteSize()).isEqualTo(56);
    }

    @Test
    void theLibrariesArePinnedByVersionCommitAndDefaults() {
        NativeRuntime runtime = Prepared.natives();
        Llama llama = runtime.llama();
        assertThat(llama.llamaVersion()).isEqualTo("0.5.0-dev");
        assertThat(llama.ggmlVersion()).isEqualTo("0.25.1");
        assertThat(llama.ggmlCommit()).isEqualTo("0ad4a86");
        NativeRuntime.checkInterface(llama, runtime.folder());
    }

    @Test
    void thePackageIsPinnedBySha512() throws IOException {
        Prepared.natives();
        NativePackage pinned = NativePackage.of(NativePackage.currentPlatform()).orElseThrow();
        Path downloads = Prepared.home().root().resolve("downloads").resolve("npm");
        assumeTrue(Files.isDirectory(downloads), "the package file is no longer kept");
        try (Stream<Path> files = Files.walk(downloads)) {
            List<Path> packages =
                    files.filter(f -> f.toString().endsWith(pinned.version() + ".tgz"))
                            .filter(f -> f.toString().contains("llama-cpp"))
                            .toList();
            assumeTrue(!packages.isEmpty(), "the package file is no longer kept");
            assertThat(Digests.sha512Base64(packages.getFirst(), Progress.none()))
                    .isEqualTo(pinned.sha512());
        }
    }

    @Test
    void aChangedOrGrownStructureIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment blob = arena.allocate(Abi.OVERSIZED_BYTES).fill(Abi.FILL);
            MemorySegment.copy(
                    Abi.CONTEXT_DEFAULTS, 0, blob, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, 160);
            NativeRuntime.expectDefaults(FOLDER, "context", Abi.CONTEXT_DEFAULTS, blob);
            blob.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 160, (byte) 0);
            assertThatThrownBy(
                            () ->
                                    NativeRuntime.expectDefaults(
                                            FOLDER, "context", Abi.CONTEXT_DEFAULTS, blob))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("not the pinned build: context");
        }
        assertThatThrownBy(() -> NativeRuntime.expect(FOLDER, "ggml commit", "0ad4a86", "1234567"))
                .hasMessageContaining("ggml commit is 1234567, not 0ad4a86");
    }

    @Test
    void sizesOfNumberFormatsAgreeWithTheLibrary() {
        Llama llama = Prepared.natives().llama();
        for (GgmlType type : GgmlType.values()) {
            assertThat(llama.blockSize(type.id()))
                    .as(type + " values")
                    .isEqualTo(type.blockValues());
            assertThat(llama.typeSize(type.id())).as(type + " bytes").isEqualTo(type.blockBytes());
        }
    }

    @Test
    void missingLibrariesAreDataNotACrash() throws IOException {
        Path empty = Files.createTempDirectory("no-libraries");
        assertThat(Bindings.of(empty)).isInstanceOf(Bindings.Missing.class);
        Path other = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        assumeTrue(Files.exists(other), "no other library to try with on this platform");
        for (String name : List.of("libllama.so", "libggml.so", "libggml-base.so")) {
            Files.copy(other, empty.resolve(name));
        }
        assertThat(Bindings.of(empty))
                .isInstanceOfSatisfying(
                        Bindings.Missing.class,
                        m -> assertThat(m.reason()).contains("no function ggml_version"));
        FileTrees.delete(empty);
    }

    @Test
    void platformsAreNamedAsThePackagesAre() {
        assertThat(NativePackage.platform("Linux", "amd64")).isEqualTo("linux-x64");
        assertThat(NativePackage.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
        assertThat(NativePackage.platform("Mac OS X", "aarch64")).isEqualTo("mac-arm64-metal");
        assertThat(NativePackage.platform("Mac OS X", "x86_64")).isEqualTo("mac-x64");
        assertThat(NativePackage.platform("Windows 11", "amd64")).isEqualTo("win-x64");
        assertThat(NativePackage.of("plan9-mips")).isEmpty();
    }
}
