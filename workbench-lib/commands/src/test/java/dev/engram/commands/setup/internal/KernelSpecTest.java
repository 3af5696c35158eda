package dev.engram.commands.setup.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.FileTrees;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.setup.KernelLaunch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {

    /** A kernel that is never started. */
    private static final KernelLaunch LAUNCH =
            new KernelLaunch() {
                @Override
                public List<String> jvmOptions(Path aotCache) {
                    return List.of("-Xmx1g", "-XX:AOTCache=" + aotCache);
                }

                @Override
                public List<String> trainingOptions(Path aotCache) {
                    return List.of("-Xmx1g", "-XX:AOTCacheOutput=" + aotCache);
                }

                @Override
                public String mainClass() {
                    return "some.Main";
                }

                @Override
                public List<String> trainingArguments() {
                    return List.of("--train");
                }

                @Override
                public String interruptMode() {
                    return "message";
                }
            };

    @TempDir private Path folder;
    private WorkbenchHome home;
    private Path jar;
    private KernelCommandLine kernel;

    @BeforeEach
    void makeJar() throws Exception {
        home = new WorkbenchHome(folder.resolve("home"));
        jar = Files.writeString(folder.resolve("a.jar"), "jar");
        kernel = new KernelCommandLine(home, new RunningJars(List.of(jar)), LAUNCH);
    }

    @Test
    void namesTheJdkTheFlagsTheJarsAndTheHome() throws Exception {
        Path written = KernelSpec.write(folder.resolve("kernels"), kernel, home);
        JsonNode spec =
                JsonMapper.builder().build().readTree(written.resolve("kernel.json").toFile());
        List<String> argv = spec.get("argv").valueStream().map(JsonNode::asText).toList();
        assertThat(argv.getFirst()).startsWith(System.getProperty("java.home"));
        assertThat(argv)
                .containsSubsequence(
                        "-Xmx1g", "-cp", jar.toString(), "some.Main", "{connection_file}");
        assertThat(spec.get("language").asText()).isEqualTo("java");
        assertThat(spec.get("interrupt_mode").asText()).isEqualTo("message");
        assertThat(spec.at("/env/WORKBENCH_HOME").asText()).isEqualTo(home.root().toString());
    }

    @Test
    void replacesWhatWasThere() throws Exception {
        Path old = Files.createDirectories(folder.resolve("kernels/engram"));
        Files.writeString(old.resolve("stale.txt"), "old");
        Path written = KernelSpec.write(folder.resolve("kernels"), kernel, home);
        assertThat(written).isDirectoryNotContaining(p -> p.endsWith("stale.txt"));
        assertThat(folder.resolve("kernels")).isDirectoryContaining(p -> p.endsWith("engram"));
    }

    @Test
    void theCacheChangesWithTheJars() throws Exception {
        Path before = kernel.aotCache();
        assertThat(kernel.aotCache()).isEqualTo(before);
        Files.writeString(jar, "another jar");
        assertThat(kernel.aotCache()).isNotEqualTo(before);
        assertThat(kernel.training(before)).contains("-XX:AOTCacheOutput=" + before, "--train");
    }

    @Test
    void kernelsElsewhereFollowANewBuildUntilTheUserRemovesThem() throws Exception {
        KnownKernels known = new KnownKernels(home);
        Path kept = KernelSpec.write(folder.resolve("jupyter/kernels"), kernel, home);
        Path removed = KernelSpec.write(folder.resolve("other/kernels"), kernel, home);
        known.add(kept);
        known.add(removed);
        known.add(kept);
        assertThat(known.read()).containsExactly(kept, removed);
        FileTrees.delete(removed);
        Path newer = Files.writeString(folder.resolve("b.jar"), "newer");
        known.refresh(new KernelCommandLine(home, new RunningJars(List.of(newer)), LAUNCH), home);
        assertThat(Files.readString(kept.resolve("kernel.json"))).contains("b.jar");
        assertThat(removed).doesNotExist();
        assertThat(known.read()).containsExactly(kept);
    }

    @Test
    void jupytersFoldersAreThoseOfThePlatform() {
        Path user = Path.of("/home/someone");
        assertThat(JupyterFolders.userData(Map.of(), "Linux", user))
                .isEqualTo(Path.of("/home/someone/.local/share/jupyter"));
        assertThat(JupyterFolders.userData(Map.of("XDG_DATA_HOME", "/data"), "Linux", user))
                .isEqualTo(Path.of("/data/jupyter"));
        assertThat(JupyterFolders.userData(Map.of(), "Mac OS X", user))
                .isEqualTo(Path.of("/home/someone/Library/Jupyter"));
        assertThat(JupyterFolders.userData(Map.of("APPDATA", "/roam"), "Windows 11", user))
                .isEqualTo(Path.of("/roam/jupyter"));
        assertThat(JupyterFolders.userData(Map.of("JUPYTER_DATA_DIR", "/set"), "Mac OS X", user))
                .isEqualTo(Path.of("/set"));
    }
}
