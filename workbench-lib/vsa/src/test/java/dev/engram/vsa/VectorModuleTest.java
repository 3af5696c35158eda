package dev.engram.vsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In JVMs of their own, since a module comes into a JVM once. */
class VectorModuleTest {

    /** Uses the module, where it can. */
    static final class Probe {
        public static void main(String[] arguments) {
            boolean there = VectorModule.load();
            System.out.print(there + ":" + dev.engram.vsa.internal.KernelProvider.kernels().name());
            System.out.print(":" + VectorModule.whyMissing());
        }
    }

    @Test
    void aJvmStartedWithTheExportTakesTheModuleInLater() throws Exception {
        assertThat(probe(VectorModule.FLAG)).startsWith("true:").doesNotContain("plain");
        assertThat(probe(VectorModule.FLAG)).isEqualTo(probe("--add-modules=" + VectorModule.NAME));
    }

    @Test
    void aJvmWithoutEitherSaysWhatItLacks() throws Exception {
        assertThat(probe("-Xshare:auto"))
                .startsWith("false:")
                .endsWith("--add-modules=" + VectorModule.NAME);
    }

    private static String probe(String flag) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(flag);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
