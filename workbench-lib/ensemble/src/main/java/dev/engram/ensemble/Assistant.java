package dev.engram.ensemble;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.internal.ContextBuilder;
import dev.engram.ensemble.internal.Prompt;
import dev.engram.ensemble.internal.Ranker;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.Sampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers from engrams: classifies the task, retrieves passages, ranks them, fits them to the
 * budget of the model's own tokenizer, and generates. Thread-safe; the model and the sources belong
 * to the maker.
 */
public final class Assistant {

    private static final int CANDIDATES = 40;
    private static final long SMALL_MODEL = 300_000_000L;
    private static final long MIDDLE_MODEL = 2_000_000_000L;

    private final LanguageModel model;
    private final List<? extends ContextSource> sources;
    private final TaskClassifier classifier;

    /** An assistant with the baseline classifier. */
    public Assistant(LanguageModel model, List<? extends ContextSource> sources) {
        this(model, sources, TaskClassifier.patterns());
    }

    public Assistant(
            LanguageModel model, List<? extends ContextSource> sources, TaskClassifier classifier) {
        this.model = model;
        this.sources = List.copyOf(sources);
        this.classifier = classifier;
    }

    /**
     * Answers. Interrupting the calling thread cancels the generation.
     *
     * @param stream receives the answer piece by piece
     * @throws WorkbenchException INTERRUPTED, or what keeps model or engram from working; USAGE if
     *     the task itself does not fit the model's context
     */
    public Answer ask(AskRequest request, Consumer<String> stream) throws IOException {
        Ranker ranker = new Ranker(request.task());
        List<Ranker.Ranked> ranked = ranker.rank(retrieve(ranker, request.task()));
        Prompt prompt = Prompt.of(request.kind());
        int budget = budget(request, prompt);
        ContextBuilder.Context context =
                new ContextBuilder(model::countTokens, budget, request.maxSources()).build(ranked);
        GenerationResult result =
                model.generate(generation(request, prompt, context.text())).forEachToken(stream);
        TaskClassifier.Classification kind = classifier.classify(request.task());
        return new Answer(
                result.text().strip(),
                context.used().stream().map(Assistant::source).toList(),
                kind.taskType(),
                Math.round(kind.confidence() * 1000) / 1000.0,
                model.info().id(),
                result.usage(),
                note(ranked, context),
                prompt.id(),
                context.tokens(),
                result.finishReason(),
                result.timings().firstTokenMillis(),
                false);
    }

    private String note(List<Ranker.Ranked> ranked, ContextBuilder.Context context) {
        if (sources.isEmpty()) {
            return "answered without context";
        }
        if (ranked.isEmpty()) {
            return "no relevant context found; answered without";
        }
        return context.used().isEmpty() ? "no passage fits the context budget" : "";
    }

    private List<ContextPassage> retrieve(Ranker ranker, String task) throws IOException {
        List<ContextPassage> found = new ArrayList<>();
        for (ContextSource source : sources) {
            Interrupts.check("nothing was asked of the model");
            found.addAll(source.find(task, CANDIDATES));
            if (!ranker.namesQuery().isEmpty()) {
                for (ContextPassage more : source.find(ranker.namesQuery(), CANDIDATES)) {
                    if (found.stream().noneMatch(more::overlaps)) {
                        found.add(more);
                    }
                }
            }
        }
        return found;
    }

    /**
     * What is asked for, or suits the model's size; never more than its context leaves room for.
     */
    private int budget(AskRequest request, Prompt prompt) {
        int wanted = request.maxContextTokens();
        if (wanted == 0) {
            long size = model.info().parameters();
            wanted = size < SMALL_MODEL ? 400 : size < MIDDLE_MODEL ? 1024 : 2048;
        }
        int taken =
                model.countPromptTokens(generation(request, prompt, ""))
                        + model.countTokens(prompt.withContext());
        int room = model.contextTokens() - taken - request.maxTokens() - 16;
        return Math.max(0, Math.min(wanted, room));
    }

    private static GenerationRequest generation(AskRequest request, Prompt prompt, String context) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!prompt.system().isEmpty()) {
            messages.add(ChatMessage.system(prompt.system()));
        }
        messages.add(ChatMessage.user(prompt.fill(context, request.task())));
        return GenerationRequest.chat(messages)
                .withMaxTokens(request.maxTokens())
                .withSampling(
                        request.temperature() == 0
                                ? Sampling.GREEDY
                                : Sampling.random(request.temperature(), request.seed()));
    }

    private static Source source(Ranker.Ranked ranked) {
        ContextPassage p = ranked.passage();
        return new Source(p.engram(), p.path(), p.startLine(), p.endLine(), ranked.relevance());
    }
}
