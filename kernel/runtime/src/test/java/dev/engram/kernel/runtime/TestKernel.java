package dev.engram.kernel.runtime;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a kernelspec for this build's classes into a folder that Jupyter searches. */
final class TestKernel {

    private TestKernel() {}

    /** The Python of the project's virtual environment. */
    static Path python() {
        Path environment = WorkbenchHome.fromEnvironment().pythonEnvironment();
        Path unix = environment.resolve("bin").resolve("python");
        return Files.exists(unix) ? unix : environment.resolve("Scripts").resolve("python.exe");
    }

    static void writeSpec(Path jupyterPath) throws IOException {
        Path folder = jupyterPath.resolve("kernels").resolve("engram-test");
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(KernelFlags.jvmOptions());
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(classPath());
        command.add(KernelMain.class.getName());
        command.add("{connection_file}");
        JsonArray argv = new JsonArray();
        command.forEach(argv::add);
        JsonObject spec = new JsonObject();
        spec.add("argv", argv);
        spec.addProperty("display_name", "Engram test");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        Files.writeString(folder.resolve("kernel.json"), spec.toString());
    }

    /** The class path of the tests; the runner may hide it behind a jar with a manifest. */
    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
