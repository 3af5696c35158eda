package dev.engram.commands.ensemble;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.AskKind;
import dev.engram.models.Models;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows the assistants and the model they would use. */
@Command(
        name = "status",
        description = "Show the assistants, their classifier and the model they run on.",
        footer = {"", "Example: workbench ensemble status"})
public final class Status extends Verb<EnsembleStatus> {

    @Override
    public EnsembleStatus run(VerbContext context) throws Exception {
        Models models = context.services().get(Models.class, () -> new Models(context.home()));
        Optional<Path> model = models.presentDefault();
        return new EnsembleStatus(
                Arrays.stream(AskKind.values())
                        .map(k -> k.name().toLowerCase(Locale.ROOT))
                        .toList(),
                "patterns of the specification",
                model.map(Path::toString).orElse(""),
                models.store().files().size());
    }
}
