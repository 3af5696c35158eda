package dev.engram.engram.internal.ingest;

import dev.engram.base.Progress;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo.Cost;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.internal.semantic.Embedders;
import dev.engram.engram.internal.semantic.PassageEmbedder;
import dev.engram.engram.internal.semantic.SemanticFormat;
import java.util.Optional;

/**
 * The semantic side of an ingest.
 *
 * @param format what the channel is made with
 * @param embedder embeds while ingesting; none where that would take too long
 */
record SemanticIngest(SemanticFormat format, Optional<PassageEmbedder> embedder) {

    /**
     * What the options ask for; nothing without a channel or an index.
     *
     * @throws dev.engram.base.WorkbenchException if the embedder is unknown or not to be had
     */
    static Optional<SemanticIngest> of(IngestOptions options, Progress progress) {
        if (options.dimension() == 0 || options.semantic().equals(IngestOptions.NO_SEMANTIC)) {
            return Optional.empty();
        }
        Embedder embedder = Embedders.open(options.semantic(), progress);
        SemanticFormat format = SemanticFormat.of(embedder.info());
        return Optional.of(
                new SemanticIngest(
                        format,
                        embedder.info().cost() == Cost.LIGHT
                                ? Optional.of(new PassageEmbedder(embedder, format.projection()))
                                : Optional.empty()));
    }
}
