package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.remote.RemoteConsent;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.Remotes;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists remote models and the engrams that may lend them passages. */
@Command(
        name = "list",
        description = "The remote models that are configured, and the engrams they may see.",
        footer = {"", "Example: workbench model remote list"})
public final class RemoteList extends Verb<RemoteList.Result> {

    /**
     * What is configured.
     *
     * @param remotes by name
     * @param allowedEngrams whose passages may leave for a remote model
     */
    public record Result(List<Line> remotes, List<String> allowedEngrams) {

        public Result {
            remotes = List.copyOf(remotes);
            allowedEngrams = List.copyOf(allowedEngrams);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            remotes.forEach(line -> text.append(line).append('\n'));
            if (remotes.isEmpty()) {
                text.append("no remote models; add one with: workbench model remote add\n");
            }
            text.append(
                    allowedEngrams.isEmpty()
                            ? "no engram may lend passages to remote models"
                            : "engrams that may lend passages to remote models: "
                                    + String.join(", ", allowedEngrams));
            return text.toString();
        }
    }

    /**
     * One remote model.
     *
     * @param keyVariable environment variable that holds its key
     * @param keySet whether that variable is set
     */
    public record Line(String name, String url, String model, String keyVariable, boolean keySet) {

        static Line of(RemoteEndpoint remote) {
            String key = System.getenv(remote.keyVariable());
            return new Line(
                    remote.id(),
                    remote.base().toString(),
                    remote.model(),
                    remote.keyVariable(),
                    key != null && !key.isBlank());
        }

        @Override
        public String toString() {
            return "%-20s %s  %s  key: %s (%s)"
                    .formatted(
                            name,
                            url,
                            model.isEmpty() ? "(its only model)" : model,
                            keyVariable,
                            keySet ? "set" : "not set");
        }
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        return new Result(
                new Remotes(context.home()).all().values().stream().map(Line::of).toList(),
                new RemoteConsent(context.home()).allowed());
    }
}
