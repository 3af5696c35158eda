package dev.engram.models.embedding.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.PackageFetcher;
import dev.engram.models.embedding.DenseModel;
import dev.engram.models.embedding.DenseOptions;
import dev.engram.models.embedding.RealModels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxRuntimeTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Mac OS X, x86_64, osx-x64",
        "Windows 11, amd64, win-x64"
    })
    void choosesTheLibraryByPlatform(String os, String arch, String platform) {
        assertThat(OnnxRuntime.platform(os, arch)).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource({"Linux, riscv64", "Windows 11, aarch64", "SunOS, amd64"})
    void saysWhatToUseWhereThereIsNone(String os, String arch) {
        assertThatThrownBy(() -> OnnxRuntime.platform(os, arch))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.MISSING);
                            assertThat(e.remedy()).contains("static");
                        });
    }

    @Test
    void unpacksOnceAndAgainWhereTheFileWentBad(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("some.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a/lib"));
            zip.write("library".getBytes(StandardCharsets.UTF_8));
        }
        Path target = folder.resolve("natives/lib");
        OnnxRuntime.unpack(jar, "a/lib", target);
        assertThat(target).hasContent("library");
        Files.writeString(target, "librarz");
        OnnxRuntime.unpack(jar, "a/lib", target);
        assertThat(target).hasContent("library");
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
        assertThatThrownBy(() -> OnnxRuntime.unpack(jar, "b", target))
                .isInstanceOf(WorkbenchException.class);
    }

    @Test
    void aModelThatIsNoneIsRefusedInWords() {
        RealModels.openDense(DenseModel.MINI_LM, DenseOptions.defaults()).close();
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        PackageFetcher fetcher = new PackageFetcher(home, Progress.none());
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        for (byte[] bytes : new byte[][] {noise, new byte[0], new byte[64]}) {
            assertThatThrownBy(() -> OnnxRuntime.load(home, fetcher, bytes, 384).close())
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
        }
    }

    @Test
    void aLibraryThatIsNoneIsRefusedInWords(@TempDir Path folder) throws IOException {
        Path library = Files.writeString(folder.resolve("lib.so"), "not a library");
        assertThatThrownBy(() -> OnnxApi.load(library, "1"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED))
                .hasMessageContaining(library.toString());
    }
}
