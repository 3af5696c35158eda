package dev.engram.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.internal.Natives;
import dev.engram.models.internal.natives.NativePackage;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What set-up has put into the workbench home; tests that need it skip where it is absent. */
public final class Prepared {

    private static final WorkbenchHome HOME = WorkbenchHome.fromEnvironment();

    private Prepared() {}

    /** The home of the set-up. */
    public static WorkbenchHome home() {
        return HOME;
    }

    /** llama.cpp of the set-up. */
    public static NativeRuntime natives() {
        assumeTrue(
                NativePackage.of(NativePackage.currentPlatform()).isPresent(),
                "no llama.cpp build is pinned for this platform");
        assumeTrue(
                Files.isDirectory(Natives.folder(HOME)),
                "llama.cpp is not set up in " + HOME.root() + ": run ./workbench setup");
        try {
            return Natives.load(HOME, Progress.none());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A temporary home that shares the libraries of the set-up. */
    public static WorkbenchHome temporaryHome(Path folder) throws IOException {
        natives();
        WorkbenchHome home = new WorkbenchHome(folder);
        Files.createDirectories(home.models());
        if (!Files.exists(home.natives())) {
            Files.createSymbolicLink(home.natives(), HOME.natives());
        }
        return home;
    }

    /** SmolLM2-135M of the set-up. */
    public static Path smollm2() {
        Path file = HOME.models().resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        assumeTrue(
                Files.isRegularFile(file),
                "SmolLM2-135M is not in "
                        + HOME.models()
                        + ": run workbench model pull smollm2-135m-instruct");
        return file;
    }
}
