package dev.engram.ensemble.pattern;

import dev.engram.base.Interrupts;
import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.Defence;
import dev.engram.ensemble.internal.ContextBuilder;
import dev.engram.ensemble.internal.Ranker;
import dev.engram.models.LanguageModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Retrieves, ranks and fits passages for one part of a task, as the assistants do. */
final class Augmentation {

    private static final int CANDIDATES = 40;
    private static final int MOST_PASSAGES = 3;

    private Augmentation() {}

    /** Text of the passages and its length in tokens of the model. */
    record Context(String text, int tokens) {
        static final Context NONE = new Context("", 0);
    }

    static Context of(
            String query, List<? extends ContextSource> sources, LanguageModel model, int budget)
            throws IOException {
        if (sources.isEmpty() || budget == 0) {
            return Context.NONE;
        }
        List<ContextPassage> found = new ArrayList<>();
        for (ContextSource source : sources) {
            Interrupts.check("nothing was asked of a model");
            found.addAll(source.find(query, CANDIDATES));
        }
        ContextBuilder.Context built =
                new ContextBuilder(model::countTokens, budget, MOST_PASSAGES, Defence.FILTERED)
                        .build(new Ranker(query).rank(found));
        return new Context(built.text(), built.tokens());
    }
}
