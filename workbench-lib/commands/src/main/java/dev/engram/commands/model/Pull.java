package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ModelInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a model of the catalogue. */
@Command(
        name = "pull",
        description =
                "Fetch a model of the catalogue: resumed where it was cut, verified by hash."
                        + " HF_ENDPOINT names a mirror of the hub.",
        footer = {"", "Example: workbench model pull default"})
public final class Pull extends Verb<ModelInfo> {

    @Parameters(
            index = "0",
            paramLabel = "ID[:FORMAT]",
            defaultValue = "default",
            description =
                    "Id of 'model list --all', with another number format if wanted, such as"
                            + " phi-4:Q8_0. Default: ${DEFAULT-VALUE}.",
            completionCandidates = CatalogueIds.class)
    private String id = "default";

    @Option(
            names = "--mirror",
            paramLabel = "ADDRESS|FOLDER",
            description = "A mirror of the hub, or a folder with its files. Default: HF_ENDPOINT.")
    private @Nullable String mirror;

    public Pull() {}

    /** For Java calls. */
    public Pull(String id) {
        this.id = id;
    }

    @Override
    public ModelInfo run(VerbContext context) throws Exception {
        if (mirror == null) {
            return ModelOptions.models(context).pull(id, context.progress());
        }
        String place = mirror.contains("://") ? mirror : context.resolve(mirror).toString();
        return ModelOptions.models(context).pull(id, place, context.progress());
    }
}
