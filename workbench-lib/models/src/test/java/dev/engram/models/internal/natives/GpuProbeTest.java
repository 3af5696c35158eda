package dev.engram.models.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.models.Prepared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which build is taken, on machines that are stood in for; what this machine's build can do. */
class GpuProbeTest {

    private static String chosen(String wanted, boolean renderNode, String... libraries) {
        return new GpuProbe(
                        Map.of(GpuProbe.VARIABLE, wanted), Set.of(libraries)::contains, renderNode)
                .platform("linux-x64");
    }

    @Test
    void theBuildFollowsFromTheDriver() {
        String[] cuda = {"libcuda.so.1", "libcudart.so.13", "libcublas.so.13", "libvulkan.so.1"};
        assertThat(chosen("auto", true, cuda)).isEqualTo("linux-x64-cuda");
        assertThat(chosen("auto", true, "libcuda.so.1", "libvulkan.so.1"))
                .isEqualTo("linux-x64-vulkan");
        assertThat(chosen("auto", false, "libvulkan.so.1")).isEqualTo("linux-x64");
        assertThat(chosen("auto", false)).isEqualTo("linux-x64");
        assertThat(chosen("off", true, cuda)).isEqualTo("linux-x64");
        assertThat(chosen("vulkan", false)).isEqualTo("linux-x64-vulkan");
        assertThatThrownBy(() -> chosen("rocm", false)).hasMessageContaining("rocm");
    }

    @Test
    void eachBuildIsPinned() {
        for (String platform : new String[] {"linux-x64", "linux-x64-cuda", "linux-x64-vulkan"}) {
            NativePackage pinned = NativePackage.of(platform).orElseThrow();
            assertThat(pinned.name()).endsWith(platform);
            assertThat(pinned.sha512()).hasSize(88);
        }
    }

    @Test
    void theLibrariesOfABuildForAGraphicsProcessorAreFound(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("libllama.vulkan.v0.5.0.so"));
        Files.createFile(folder.resolve("libllama-common.so"));
        assertThat(NativeLibrary.LLAMA.in(folder)).contains(file);
    }

    @Test
    void theProcessorsBuildOffersNoOffload() {
        Llama llama = Prepared.natives().llama();
        boolean graphics = false;
        for (long i = 0; i < llama.deviceCount(); i++) {
            int type = llama.deviceType(llama.device(i));
            graphics |= type == 1 || type == 2;
        }
        assertThat(llama.supportsGpuOffload()).isEqualTo(graphics);
    }
}
