package dev.engram.commands.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.history.Histories;
import dev.engram.commands.model.ModelIds;
import dev.engram.commands.model.ModelOptions;
import dev.engram.engram.Engram;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Assistant;
import dev.engram.ensemble.EngramSource;
import dev.engram.ensemble.Subtasks;
import dev.engram.ensemble.history.Conversation;
import dev.engram.ensemble.history.ConversationStore;
import dev.engram.ensemble.history.Turn;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.remote.RemoteConsent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What ask, code and research share: one pipeline with different prompts. */
abstract class AssistantVerb extends Verb<Answer> {

    @Mixin private TaskText text = new TaskText();

    @Option(
            names = {"-e", "--context"},
            paramLabel = "X.engram",
            split = ",",
            description = "Engrams to answer from; several with commas.")
    private List<String> engrams = new ArrayList<>();

    @Option(
            names = "--examples",
            paramLabel = "X.engram",
            split = ",",
            description = "Engrams with examples to follow, shown besides the context.")
    private List<String> examples = new ArrayList<>();

    @Option(
            names = {"-c", "--continue"},
            arity = "0..1",
            paramLabel = "ID",
            fallbackValue = LAST,
            description = "Go on with a conversation: the last one, or that of 'history list'.")
    private String continued = "";

    @Option(
            names = "--no-history",
            description =
                    "Keep nothing of it; WORKBENCH_HISTORY=off in the environment does so always.")
    private boolean noHistory;

    @Option(
            names = "--model",
            paramLabel = "ID|FILE",
            defaultValue = "default",
            description =
                    "Model: an id of 'model list', a GGUF file, or 'default'. Default:"
                            + " ${DEFAULT-VALUE}.",
            completionCandidates = ModelIds.class)
    private String model = "default";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one decode. Default: the physical cores.")
    private int threads;

    @Option(
            names = "--max-context-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description = "Most tokens of retrieved text. Default: what suits the model's size.")
    private int maxContextTokens;

    @Option(
            names = {"-k", "--sources"},
            paramLabel = "N",
            defaultValue = "" + AskRequest.DEFAULT_SOURCES,
            description = "Most passages shown to the model. Default: ${DEFAULT-VALUE}.")
    private int sources = AskRequest.DEFAULT_SOURCES;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "" + AskRequest.DEFAULT_MAX_TOKENS,
            description = "Most tokens of the answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = AskRequest.DEFAULT_MAX_TOKENS;

    @Mixin private ChoiceOptions choice = new ChoiceOptions();

    private static final String LAST = "last";

    private final AskKind kind;
    private boolean streams = true;

    AssistantVerb(AskKind kind) {
        this.kind = kind;
    }

    /** For Java calls: nothing is shown on the way. */
    AssistantVerb(AskRequest request, String modelId, List<String> engrams) {
        this.kind = request.kind();
        this.text = new TaskText(request.task());
        this.noHistory = true;
        this.engrams = List.copyOf(engrams);
        this.model = modelId;
        this.maxContextTokens = request.maxContextTokens();
        this.sources = request.maxSources();
        this.maxTokens = request.maxTokens();
        this.choice = new ChoiceOptions(request.temperature(), request.seed());
        this.streams = false;
    }

    /** The name of the subtask, which each assistant takes from its own option. */
    abstract String subtask();

    @Override
    public Answer run(VerbContext context) throws Exception {
        if (!continued.isEmpty() && !continued.equals(LAST) && !continued.matches("\\d+")) {
            text.words = text.words.isBlank() ? continued : continued + " " + text.words;
            continued = LAST;
        }
        boolean kept = !noHistory && Histories.on(System.getenv());
        ConversationStore history = Histories.of(context);
        Optional<Conversation> before = before(history);
        AskRequest request =
                AskRequest.of(kind, text.of(context))
                        .withSubtask(subtask())
                        .withEarlier(before.map(Conversation::messages).orElse(List.of()))
                        .withMaxContextTokens(maxContextTokens)
                        .withMaxSources(sources)
                        .withMaxTokens(maxTokens)
                        .withTemperature(choice.temperature, choice.seed);
        Subtasks.find(kind, request.subtask(), request.task());
        List<Engram> open = new ArrayList<>();
        try {
            List<String> asked = asked(before);
            List<EngramSource> from = opened(context, asked, open);
            List<EngramSource> like = opened(context, examples, open);
            ModelOptions options =
                    new ModelOptions(model, LoadOptions.DEFAULT.withThreads(threads));
            try (LanguageModel loaded = options.load(context)) {
                boolean shown = streams && !json();
                Consumer<String> stream = shown ? context.stream() : text -> {};
                Answer answer =
                        new Assistant(loaded, from, ClassifierChoice.TRAINED.open(context))
                                .withExamples(like)
                                .ask(request, stream)
                                .withStreamed(shown);
                if (kept) {
                    keep(history, before, request, answer, asked, context);
                }
                return answer;
            }
        } finally {
            for (Engram engram : open) {
                engram.close();
            }
        }
    }

    private Optional<Conversation> before(ConversationStore history) throws IOException {
        if (continued.isEmpty()) {
            return Optional.empty();
        }
        if (!continued.equals(LAST)) {
            return Optional.of(history.show(number(continued)));
        }
        Optional<Conversation> newest = history.newest();
        if (newest.isEmpty()) {
            throw WorkbenchException.usage(
                    "there is no conversation to go on with", "leave --continue out");
        }
        return newest;
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw WorkbenchException.missing(
                    "there is no conversation " + digits, "see: history list");
        }
    }

    /** A conversation that goes on keeps its engrams where none are named. */
    private List<String> asked(Optional<Conversation> before) {
        return engrams.isEmpty() && before.isPresent()
                ? before.get().turns().getLast().engrams()
                : engrams.stream().map(String::strip).toList();
    }

    private List<EngramSource> opened(VerbContext context, List<String> names, List<Engram> open)
            throws IOException {
        List<EngramSource> from = new ArrayList<>();
        for (String name : names) {
            String stripped = name.strip();
            Path path = context.resolve(stripped);
            open.add(Engram.open(path));
            boolean mayLeave = new RemoteConsent(context.home()).remoteAllowed(path);
            from.add(new EngramSource(stripped, open.getLast(), mayLeave));
        }
        return from;
    }

    /** An answer is not lost because its history cannot be written. */
    private static void keep(
            ConversationStore history,
            Optional<Conversation> before,
            AskRequest request,
            Answer answer,
            List<String> asked,
            VerbContext context) {
        Turn turn =
                new Turn(
                        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                        request.kind(),
                        answer.subtask(),
                        request.task(),
                        answer.answer(),
                        answer.model(),
                        asked,
                        answer.sources().stream()
                                .map(s -> s.path() + ":" + s.startLine() + "-" + s.endLine())
                                .toList());
        try {
            history.add(before.map(Conversation::id).orElse(0L), turn);
        } catch (IOException e) {
            context.notices().accept("the conversation was not kept: " + e.getMessage());
        } catch (WorkbenchException e) {
            context.notices().accept("the conversation was not kept: " + e.userMessage());
        }
    }
}
