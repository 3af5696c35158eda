package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.Models;
import java.io.IOException;
import java.nio.file.Files;

/** Fetches the native libraries that run language models. */
public final class NativesStep implements SetupStep {

    private final WorkbenchHome home;

    public NativesStep(WorkbenchHome home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "natives";
    }

    @Override
    public String title() {
        return "fetching llama.cpp";
    }

    @Override
    public String inputs() {
        return Models.nativesFolder(home).toString();
    }

    @Override
    public boolean intact() {
        return Files.isDirectory(Models.nativesFolder(home));
    }

    @Override
    public String install(Progress progress) throws IOException {
        return "native libraries in " + Models.installNatives(home, progress);
    }
}
