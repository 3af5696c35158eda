package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts our small Python package into the virtual environment: papermill finds it by its entry
 * point. Written straight into site-packages, so that no tool and no network is needed.
 */
public final class NotebookSupportStep implements SetupStep {

    private static final String PACKAGE = "engram_workbench";
    private static final String INFO = "engram_workbench-1.dist-info";
    private static final List<String> MODULES =
            List.of("__init__.py", "papermill_java.py", "run.py");

    private static final String METADATA =
            """
            Metadata-Version: 2.1
            Name: engram-workbench
            Version: 1
            Summary: Java parameters for papermill, notebooks run headless.
            """;
    private static final String ENTRY_POINTS =
            """
            [papermill.engine]
            engram = engram_workbench.papermill_java:EngramEngine
            """;

    private final PythonEnvironment environment;

    public NotebookSupportStep(PythonEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "notebooks";
    }

    @Override
    public String title() {
        return "adding Java parameters to papermill";
    }

    @Override
    public String inputs() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] file : modules().values()) {
            all.write(file);
        }
        return environment.folder() + " " + Texts.sha256(all.toByteArray());
    }

    @Override
    public boolean intact() {
        try {
            Path packages = environment.sitePackages();
            return Files.exists(packages.resolve(PACKAGE).resolve("run.py"))
                    && Files.exists(packages.resolve(INFO).resolve("entry_points.txt"));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public String install(Progress progress) throws IOException {
        Path packages = environment.sitePackages();
        Folders.replace(packages.resolve(PACKAGE), modules());
        Folders.replace(
                packages.resolve(INFO),
                Map.of(
                        "METADATA", METADATA.getBytes(StandardCharsets.UTF_8),
                        "entry_points.txt", ENTRY_POINTS.getBytes(StandardCharsets.UTF_8),
                        "INSTALLER", "engram-workbench\n".getBytes(StandardCharsets.UTF_8)));
        return "papermill writes parameters in Java";
    }

    private static Map<String, byte[]> modules() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String module : MODULES) {
            files.put(module, Resources.bytes("python/" + module));
        }
        return files;
    }
}
