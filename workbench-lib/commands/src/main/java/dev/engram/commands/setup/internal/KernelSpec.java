package dev.engram.commands.setup.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the folder that tells Jupyter how to start the kernel. */
public final class KernelSpec {

    /** The name of the kernelspec, as notebooks carry it. */
    public static final String NAME = "engram";

    private static final String DISPLAY_NAME = "Java (Engram Workbench)";

    private KernelSpec() {}

    /**
     * Writes {@code kernels/engram}, replacing what was there.
     *
     * @return the folder
     */
    public static Path write(Path kernels, KernelCommandLine kernel, WorkbenchHome home)
            throws IOException {
        Files.createDirectories(kernels);
        Path folder = kernels.resolve(NAME);
        Folders.replace(folder, Map.of("kernel.json", json(kernel, home)));
        return folder;
    }

    static byte[] json(KernelCommandLine kernel, WorkbenchHome home) throws IOException {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", kernel.kernel());
        spec.put("display_name", DISPLAY_NAME);
        spec.put("language", "java");
        spec.put("interrupt_mode", kernel.launch().interruptMode());
        spec.put("env", Map.of(WorkbenchHome.VARIABLE, home.root().toString()));
        spec.put("metadata", Map.of("debugger", false));
        return JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(spec);
    }
}
