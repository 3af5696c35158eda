package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.model.ModelList.ModelLine;
import dev.engram.models.ForeignModels;
import dev.engram.models.LoadOptions;
import dev.engram.models.ModelInfo;
import dev.engram.models.Models;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import dev.engram.models.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists models. */
@Command(
        name = "list",
        description = "Models in the models folder; which is the default; with --all, which more.",
        footer = {"", "Example: workbench model list --all"})
public final class ListModels extends Verb<ModelList> {

    @Option(
            names = {"-a", "--all"},
            description = "Also models of the catalogue that can be fetched.")
    private boolean all;

    public ListModels() {}

    /** For Java calls. */
    public ListModels(boolean all) {
        this.all = all;
    }

    @Override
    public ModelList run(VerbContext context) throws Exception {
        Models models = ModelOptions.models(context);
        Optional<Path> standard = models.presentDefault();
        List<ModelLine> lines = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Path file : models.store().files()) {
            lines.add(line(file, standard.isPresent() && standard.get().equals(file)));
            present.add(String.valueOf(file.getFileName()));
        }
        for (ForeignModels.Found file : models.store().foreign().files()) {
            ModelLine line = line(file.file(), false);
            lines.add(line.of(file.id(), file.tool()));
        }
        if (all) {
            for (CatalogueEntry entry : Catalogue.bundled().models()) {
                if (!present.contains(entry.fileName())) {
                    lines.add(
                            new ModelLine(
                                    entry.id(),
                                    "available",
                                    entry.quantization(),
                                    entry.network().parameters(),
                                    entry.expectedBytes(),
                                    entry.contextTokens(),
                                    entry.license(),
                                    context.home().models().resolve(entry.fileName()).toString(),
                                    entry.memoryBytes(memoryContext(entry)),
                                    entry.notes()));
                }
            }
        }
        return new ModelList(lines, context.home().models().toString());
    }

    /** The context that is taken where nothing is said. */
    private static long memoryContext(CatalogueEntry entry) {
        return Math.min(LoadOptions.DEFAULT_CONTEXT_TOKENS, entry.contextTokens());
    }

    private static ModelLine line(Path file, boolean standard) {
        try {
            ModelInfo info = ModelInfo.of(GgufFile.read(file));
            return new ModelLine(
                    info.id(),
                    standard ? "default" : "present",
                    info.quantization(),
                    info.parameters(),
                    info.sizeBytes(),
                    info.trainedContextTokens(),
                    info.license(),
                    info.path(),
                    0,
                    "");
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.INTERRUPTED) {
                throw e;
            }
            return bad(file, "damaged");
        } catch (IOException e) {
            // one file that others own must not hide the models that can be used
            return bad(file, "unreadable");
        }
    }

    private static ModelLine bad(Path file, String state) {
        return new ModelLine(
                ModelInfo.idOf(String.valueOf(file.getFileName())),
                state,
                "",
                0,
                file.toFile().length(),
                0,
                "",
                file.toString(),
                0,
                "");
    }
}
