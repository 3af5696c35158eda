package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes sure that there is a language model for those who name none. */
public final class DefaultModelStep implements SetupStep {

    private final WorkbenchHome home;
    private final Consumer<String> notices;

    public DefaultModelStep(WorkbenchHome home, Consumer<String> notices) {
        this.home = home;
        this.notices = notices;
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public String title() {
        return "fetching a language model";
    }

    @Override
    public String inputs() {
        return home.models().toString();
    }

    @Override
    public boolean intact() {
        try (Models models = new Models(home)) {
            return models.presentDefault().isPresent();
        } catch (IOException | WorkbenchException e) {
            return false;
        }
    }

    @Override
    public String install(Progress progress) throws IOException {
        try (Models models = new Models(home)) {
            Path model = models.defaultModel(progress, notices);
            return "%s, %d MB".formatted(model, Files.size(model) >> 20);
        }
    }
}
