package dev.engram.ensemble;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.internal.Citations;
import dev.engram.ensemble.internal.CodeBlocks;
import dev.engram.ensemble.internal.ContextBuilder;
import dev.engram.ensemble.internal.Contract;
import dev.engram.ensemble.internal.Prompt;
import dev.engram.ensemble.internal.Ranker;
import dev.engram.ensemble.internal.RemoteRule;
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
    private static final int MOST_EXAMPLES = 2;
    private static final int LEAST_WORDS = 2;
    private static final long SMALL_MODEL = 300_000_000L;
    private static final long MIDDLE_MODEL = 2_000_000_000L;

    private final LanguageModel model;
    private final List<? extends ContextSource> sources;
    private final List<? extends ContextSource> examples;
    private final TaskClassifier classifier;
    private final Defence defence;

    /** An assistant with the baseline classifier. */
    public Assistant(LanguageModel model, List<? extends ContextSource> sources) {
        this(model, sources, TaskClassifier.patterns());
    }

    public Assistant(
            LanguageModel model, List<? extends ContextSource> sources, TaskClassifier classifier) {
        this(model, sources, List.of(), classifier, Defence.FILTERED);
    }

    private Assistant(
            LanguageModel model,
            List<? extends ContextSource> sources,
            List<? extends ContextSource> examples,
            TaskClassifier classifier,
            Defence defence) {
        this.model = model;
        this.sources = List.copyOf(sources);
        this.examples = List.copyOf(examples);
        this.classifier = classifier;
        this.defence = defence;
    }

    /** The same assistant, which also shows passages of these sources as examples to follow. */
    public Assistant withExamples(List<? extends ContextSource> from) {
        return new Assistant(model, sources, from, classifier, defence);
    }

    /** The same assistant with another defence; for measuring. */
    public Assistant withDefence(Defence other) {
        return new Assistant(model, sources, examples, classifier, other);
    }

    /**
     * Answers. Interrupting the calling thread cancels the generation.
     *
     * @param stream receives the answer piece by piece
     * @throws WorkbenchException INTERRUPTED, or what keeps model or engram from working; USAGE if
     *     the task itself does not fit the model's context, or a subtask is unknown
     */
    public Answer ask(AskRequest request, Consumer<String> stream) throws IOException {
        Subtask subtask = Subtasks.find(request.kind(), request.subtask(), request.task());
        Prompt prompt = Prompt.of(subtask);
        RemoteRule.check(model, sources);
        RemoteRule.check(model, examples);
        AskRequest fitting = withFittingHistory(request, prompt);
        String searched = searched(request);
        Ranker ranker = new Ranker(searched);
        List<Ranker.Ranked> ranked = ranker.rank(retrieve(sources, ranker, searched));
        int budget = budget(fitting, prompt);
        int forExamples = examples.isEmpty() ? 0 : budget / 3;
        ContextBuilder.Context context =
                builder(budget - forExamples, request.maxSources()).build(ranked);
        ContextBuilder.Context shown = withExamples(context, ranker, searched, budget);
        GenerationResult result =
                model.generate(generation(fitting, prompt, shown.text())).forEachToken(stream);
        TaskClassifier.Classification kind = classifier.classify(request.task());
        String text = result.text().strip();
        List<Source> places = shown.used().stream().map(Assistant::source).toList();
        List<ContextSource> all = new ArrayList<>(sources);
        all.addAll(examples);
        List<CodeBlock> blocks = CodeBlocks.of(text);
        List<Citation> citations = new Citations(places, all).in(text, blocks);
        return new Answer(
                text,
                places,
                kind.taskType(),
                Math.round(kind.confidence() * 1000) / 1000.0,
                model.info().id(),
                result.usage(),
                note(ranked, shown, request.earlier().size() - fitting.earlier().size()),
                prompt.id(),
                shown.tokens(),
                result.finishReason(),
                result.timings().firstTokenMillis(),
                subtask.name(),
                blocks,
                citations,
                Contract.check(subtask, text, blocks, citations, places),
                false);
    }

    private ContextBuilder builder(int budget, int passages) {
        return new ContextBuilder(model::countTokens, budget, passages, defence);
    }

    /**
     * A follow-up such as "and for null?" says too little to search by: the question before helps.
     */
    private static String searched(AskRequest request) {
        if (new Ranker(request.task()).words() >= LEAST_WORDS) {
            return request.task();
        }
        List<ChatMessage> earlier = request.earlier();
        for (int i = earlier.size() - 1; i >= 0; i--) {
            if (earlier.get(i).role() == ChatMessage.Role.USER) {
                return request.task() + "\n" + earlier.get(i).content();
            }
        }
        return request.task();
    }

    /** Leaves out the oldest turns until what remains takes at most half of the model's context. */
    private AskRequest withFittingHistory(AskRequest request, Prompt prompt) {
        List<ChatMessage> earlier = request.earlier();
        int most = model.contextTokens() / 2;
        while (!earlier.isEmpty()) {
            AskRequest tried = request.withEarlier(earlier);
            if (model.countPromptTokens(generation(tried, prompt, "")) + request.maxTokens()
                    <= Math.max(most, request.maxTokens())) {
                return tried;
            }
            earlier = earlier.subList(Math.min(2, earlier.size()), earlier.size());
        }
        return request.withEarlier(List.of());
    }

    private ContextBuilder.Context withExamples(
            ContextBuilder.Context context, Ranker ranker, String searched, int budget)
            throws IOException {
        if (examples.isEmpty()) {
            return context;
        }
        List<Ranker.Ranked> found = ranker.nearest(retrieve(examples, ranker, searched));
        return builder(budget - context.tokens(), MOST_EXAMPLES).after(context, found);
    }

    private String note(List<Ranker.Ranked> ranked, ContextBuilder.Context context, int forgotten) {
        List<String> notes = new ArrayList<>();
        if (sources.isEmpty() && examples.isEmpty()) {
            notes.add("answered without context");
        } else if (ranked.isEmpty() && context.used().isEmpty()) {
            notes.add("no relevant context found; answered without");
        } else if (context.used().isEmpty()) {
            notes.add("no passage fits the context budget");
        }
        if (context.leftOut() > 0) {
            notes.add(
                    context.leftOut() == 1
                            ? "a sentence of the sources that speaks to the model was left out"
                            : context.leftOut()
                                    + " sentences of the sources that speak to the model were left out");
        }
        if (forgotten > 0) {
            notes.add("the oldest " + forgotten + " messages of the conversation did not fit");
        }
        return String.join("; ", notes);
    }

    private List<ContextPassage> retrieve(
            List<? extends ContextSource> from, Ranker ranker, String task) throws IOException {
        List<ContextPassage> found = new ArrayList<>();
        for (ContextSource source : from) {
            Interrupts.check("nothing was asked of the model");
            found.addAll(source.find(task, CANDIDATES));
            if (!ranker.namesQuery().isEmpty()) {
                add(found, source.find(ranker.namesQuery(), CANDIDATES));
            }
            for (Ranker.Named named : ranker.names()) {
                if (!named.type().isEmpty()) {
                    String words = named.name() + " " + named.type();
                    add(found, source.findIn(named.type(), words, CANDIDATES));
                }
            }
        }
        return found;
    }

    private static void add(List<ContextPassage> found, List<ContextPassage> more) {
        for (ContextPassage passage : more) {
            if (found.stream().noneMatch(passage::overlaps)) {
                found.add(passage);
            }
        }
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

    private GenerationRequest generation(AskRequest request, Prompt prompt, String context) {
        List<ChatMessage> messages = new ArrayList<>();
        boolean asked = !sources.isEmpty() || !examples.isEmpty();
        String system =
                defence == Defence.NONE
                        ? prompt.system().replace(Prompt.DATA_RULE, "").strip()
                        : defence == Defence.MARKED
                                ? prompt.system() + " Each of its lines begins with |."
                                : prompt.system();
        if (!system.isEmpty()) {
            messages.add(ChatMessage.system(system));
        }
        messages.addAll(request.earlier());
        messages.add(ChatMessage.user(prompt.fill(context, request.task(), asked)));
        return GenerationRequest.chat(messages)
                .withMaxTokens(request.maxTokens())
                .withSampling(
                        request.temperature() == 0
                                ? Sampling.GREEDY
                                : Sampling.random(request.temperature(), request.seed()));
    }

    private static Source source(Ranker.Ranked ranked) {
        ContextPassage p = ranked.passage();
        return new Source(
                p.engram(),
                p.path(),
                p.startLine(),
                p.endLine(),
                ranked.relevance(),
                p.page(),
                p.section());
    }
}
