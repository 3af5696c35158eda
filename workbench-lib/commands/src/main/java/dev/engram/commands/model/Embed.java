package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.TextEmbeddings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Embeds texts with a generative model. */
@Command(
        name = "embed",
        description =
                "Vectors of texts from a generative model: the mean of its last layer, of length"
                        + " 1.",
        footer = {"", "Example: workbench model embed --json \"a hash table\" \"a map\""})
public final class Embed extends Verb<Embed.Result> {

    /** Vectors in the order of the texts. */
    public record Result(List<Line> vectors) implements Iterable<Line> {
        public Result {
            vectors = List.copyOf(vectors);
        }

        @Override
        public Iterator<Line> iterator() {
            return vectors.iterator();
        }

        @Override
        public String toString() {
            return vectors.stream()
                    .map(Line::toString)
                    .collect(Collectors.joining(System.lineSeparator()));
        }
    }

    /**
     * One text.
     *
     * @param text as it was given
     * @param vector of length 1
     */
    public record Line(String text, List<Float> vector) {
        public Line {
            vector = List.copyOf(vector);
        }

        @Override
        public String toString() {
            return text + ": " + vector.size() + " values, " + vector.subList(0, 4) + " …";
        }
    }

    @Mixin private ModelOptions model = new ModelOptions();

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Texts to embed.")
    private List<String> texts = new ArrayList<>();

    public Embed() {}

    /** For Java calls. */
    Embed(ModelOptions model, List<String> texts) {
        this.model = model;
        this.texts = List.copyOf(texts);
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        List<Line> lines = new ArrayList<>();
        try (TextEmbeddings embeddings =
                ModelOptions.models(context)
                        .embeddings(
                                model.file(context),
                                model.options(context, 1),
                                context.progress())) {
            for (String text : texts) {
                List<Float> vector = new ArrayList<>();
                for (float value : embeddings.embed(text)) {
                    vector.add(value);
                }
                lines.add(new Line(text, vector));
            }
        }
        return new Result(lines);
    }
}
