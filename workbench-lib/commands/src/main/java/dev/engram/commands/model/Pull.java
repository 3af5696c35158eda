package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ModelInfo;
import picocli.CommandLine.Command;
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
            paramLabel = "ID",
            defaultValue = "default",
            description = "Id of 'model list --all'. Default: ${DEFAULT-VALUE}.",
            completionCandidates = CatalogueIds.class)
    private String id = "default";

    public Pull() {}

    /** For Java calls. */
    public Pull(String id) {
        this.id = id;
    }

    @Override
    public ModelInfo run(VerbContext context) throws Exception {
        return ModelOptions.models(context).pull(id, context.progress());
    }
}
