package dev.engram.bench.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.FileTrees;
import dev.engram.base.Interrupts;
import dev.engram.base.NearMatch;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import dev.engram.bench.questions.AnswerCheck;
import dev.engram.bench.questions.JavaQuestions;
import dev.engram.bench.questions.Question;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.Passage;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Assistant;
import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.EngramSource;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether context helps: exactly checkable questions about a code base, answered without context,
 * with what the assistant retrieves, and with the passage that holds the answer.
 *
 * <p>Settings: {@code sources} (a folder of Java sources), {@code model}, {@code context} ({@code
 * none}, {@code retrieved} or {@code gold}), {@code split} ({@code dev} or {@code test}), {@code
 * questions} (how many, drawn by the experiment's seed), {@code maxContextTokens}, {@code
 * maxSources}, {@code maxTokens}, {@code threads}, {@code answers} (a folder that receives what was
 * asked and answered, a line a question).
 *
 * <p>Samples a question: {@code correct} 0 or 1; with retrieved context also {@code gold-shown},
 * whether the passage was among the sources, {@code context-tokens} and {@code sources}.
 */
public final class ContextHelpsTask implements Task {

    private static final List<String> CONTEXTS = List.of("none", "retrieved", "gold");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "context-helps";
    }

    @Override
    public String description() {
        return "answers questions about a code base with and without context";
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "sources",
                "model",
                "context",
                "split",
                "questions",
                "maxContextTokens",
                "maxSources",
                "maxTokens",
                "threads",
                "answers");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw("correct", "", Better.HIGHER, "Share of right answers."),
                MetricSpec.raw(
                        "gold-shown",
                        "",
                        Better.HIGHER,
                        "Share of questions whose passage was among the sources."),
                MetricSpec.raw("sources", "", Better.NEITHER, "Passages shown."),
                MetricSpec.raw("context-tokens", "", Better.NEITHER, "Tokens of context."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings settings = Settings.shared(experiment, surroundings);
        Path sources = settings.path("sources");
        surroundings.progress().update("making questions", 0, -1, Progress.Unit.ITEMS);
        List<Question> drawn =
                JavaQuestions.draw(
                        JavaQuestions.all(sources),
                        split(settings.text("split", "test")),
                        settings.integer("questions", 150, 1),
                        experiment.seed());
        if (drawn.isEmpty()) {
            throw WorkbenchException.usage(
                    "no questions can be made from " + sources, "name a folder of Java sources");
        }
        Path work = Files.createTempDirectory("workbench-context-helps-");
        Path engram = work.resolve("sources.engram");
        Engram.ingest(sources, engram, IngestOptions.defaults(), surroundings.progress());
        List<InputHash> inputs =
                List.of(
                        InputHash.of("data", sources),
                        InputHash.ofText(
                                "data",
                                drawn.size() + " questions",
                                String.join("\n", drawn.stream().map(Question::text).toList())));
        Engram open = Engram.open(engram);
        return new Asking(
                experiment, surroundings, drawn, open, goldPassages(open, drawn), inputs, work);
    }

    private static Question.Split split(String name) {
        return switch (name) {
            case "dev" -> Question.Split.DEV;
            case "test" -> Question.Split.TEST;
            default ->
                    throw WorkbenchException.usage(
                            "unknown split '" + name + "'", "known: dev, test");
        };
    }

    /** For each question the passage that covers the line of its answer. */
    private static Map<String, Passage> goldPassages(Engram engram, List<Question> questions)
            throws IOException {
        Map<String, Passage> gold = new LinkedHashMap<>();
        engram.passages(
                passage -> {
                    for (Question q : questions) {
                        if (passage.path().equals(q.path())
                                && passage.startLine() <= q.line()
                                && q.line() <= passage.endLine()) {
                            gold.merge(
                                    q.id(),
                                    passage,
                                    (a, b) ->
                                            a.endLine() - a.startLine()
                                                            <= b.endLine() - b.startLine()
                                                    ? a
                                                    : b);
                        }
                    }
                });
        return gold;
    }

    /** All questions under one kind of context a run. */
    private record Asking(
            Experiment experiment,
            Surroundings surroundings,
            List<Question> questions,
            Engram engram,
            Map<String, Passage> gold,
            List<InputHash> inputs,
            Path work)
            implements Session {

        @Override
        public Measured run(Request request) throws Exception {
            Settings settings = Settings.of(experiment, surroundings, request);
            String context = settings.text("context", "retrieved");
            if (!CONTEXTS.contains(context)) {
                throw WorkbenchException.usage(
                        "unknown context '" + context + "'", NearMatch.remedy(context, CONTEXTS));
            }
            Models models = surroundings.models().get();
            Path file =
                    models.store().find(settings.text("model"), surroundings.workingDirectory());
            LoadOptions options =
                    LoadOptions.DEFAULT
                            .withThreads(settings.integer("threads", 1, 0))
                            .withContextTokens(2048);
            List<Sample> samples = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            String prompt = "";
            try (LanguageModel model = models.load(file, options, surroundings.progress())) {
                for (int i = 0; i < questions.size(); i++) {
                    Interrupts.check("this run is not recorded");
                    surroundings
                            .progress()
                            .update(context, i, questions.size(), Progress.Unit.ITEMS);
                    Question question = questions.get(i);
                    Answer answer =
                            new Assistant(model, sources(context, question))
                                    .ask(asked(settings, question), t -> {});
                    boolean right =
                            AnswerCheck.correct(
                                    question.text(), question.answer(), answer.answer());
                    record(samples, context, question, answer, right);
                    lines.add(line(question, answer, right));
                    prompt = answer.prompt();
                }
            }
            if (settings.has("answers")) {
                Path folder = Files.createDirectories(settings.path("answers"));
                Files.write(folder.resolve(request.variant().slug() + ".jsonl"), lines);
            }
            List<InputHash> read = new ArrayList<>(inputs);
            read.add(InputHash.of("model", file));
            return new Measured(samples, read, Map.of("prompt", prompt));
        }

        private static AskRequest asked(Settings settings, Question question) {
            return AskRequest.of(AskKind.ASK, question.text())
                    .withSubtask("fact")
                    .withMaxContextTokens(settings.integer("maxContextTokens", 600, 1))
                    .withMaxSources(settings.integer("maxSources", 5, 1))
                    .withMaxTokens(settings.integer("maxTokens", 32, 1));
        }

        private List<ContextSource> sources(String context, Question question) {
            return switch (context) {
                case "none" -> List.of();
                case "gold" -> List.of((text, k) -> goldOf(question));
                default -> List.of(new EngramSource("sources.engram", engram));
            };
        }

        private List<ContextPassage> goldOf(Question question) {
            Passage passage = gold.get(question.id());
            return passage == null
                    ? List.of()
                    : List.of(
                            new ContextPassage(
                                    "sources.engram",
                                    passage.path(),
                                    passage.startLine(),
                                    passage.endLine(),
                                    1,
                                    passage.text()));
        }

        private static void record(
                List<Sample> samples,
                String context,
                Question question,
                Answer answer,
                boolean right) {
            samples.add(new Sample("correct", right ? 1 : 0, "", question.id()));
            if (context.equals("retrieved")) {
                samples.add(
                        new Sample(
                                "gold-shown", shown(question, answer) ? 1 : 0, "", question.id()));
                samples.add(new Sample("sources", answer.sources().size(), "", question.id()));
            }
            if (!context.equals("none")) {
                samples.add(
                        new Sample("context-tokens", answer.contextTokens(), "", question.id()));
            }
        }

        private static boolean shown(Question question, Answer answer) {
            return answer.sources().stream()
                    .anyMatch(
                            s ->
                                    s.path().equals(question.path())
                                            && s.startLine() <= question.line()
                                            && question.line() <= s.endLine());
        }

        private static String line(Question question, Answer answer, boolean right)
                throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", question.id());
            fields.put("question", question.text());
            fields.put("expected", question.answer());
            fields.put("answer", answer.answer());
            fields.put("correct", right);
            fields.put(
                    "sources",
                    answer.sources().stream()
                            .map(s -> "%s:%d-%d".formatted(s.path(), s.startLine(), s.endLine()))
                            .toList());
            fields.put("goldShown", shown(question, answer));
            return JSON.writeValueAsString(fields);
        }

        @Override
        public void close() throws IOException {
            engram.close();
            FileTrees.delete(work);
        }
    }
}
