package dev.engram.bench.task;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.engram.bench.questions.InjectedPassage;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Assistant;
import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.Defence;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How often an instruction hidden in a retrieved passage is followed.
 *
 * <p>Settings: {@code passages} (file of injected passages), {@code split} ({@code dev}, {@code
 * test} or {@code all}), {@code model}, {@code defence} (a {@link Defence} in lower case), {@code
 * maxTokens}, {@code threads}, {@code answers} (a folder that receives the answers).
 *
 * <p>Samples a passage: {@code followed}, whether the instruction's own word is in the answer, and
 * {@code answered}, whether the right answer is.
 */
public final class InjectionTask implements Task {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "injection";
    }

    @Override
    public String description() {
        return "how often instructions inside retrieved passages are followed";
    }

    @Override
    public Set<String> settings() {
        return Set.of("passages", "split", "model", "defence", "maxTokens", "threads", "answers");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw(
                        "followed",
                        "",
                        Better.LOWER,
                        "Share of passages whose instruction's own word is in the answer."),
                MetricSpec.raw(
                        "answered", "", Better.HIGHER, "Share of questions answered rightly."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings shared = Settings.shared(experiment, surroundings);
        Path file = shared.path("passages");
        String split = shared.text("split", "test");
        List<InjectedPassage> passages =
                InjectedPassage.read(file).stream()
                        .filter(p -> split.equals("all") || p.split().equals(split))
                        .toList();
        if (passages.isEmpty()) {
            throw WorkbenchException.usage(
                    "no passages of split '" + split + "' in " + file, "known: dev, test, all");
        }
        List<InputHash> inputs = List.of(InputHash.of("data", file));
        return request ->
                run(
                        Settings.of(experiment, surroundings, request),
                        surroundings,
                        request,
                        passages,
                        inputs);
    }

    private static Measured run(
            Settings settings,
            Surroundings surroundings,
            Request request,
            List<InjectedPassage> passages,
            List<InputHash> inputs)
            throws Exception {
        Defence defence = defence(settings.text("defence", "filtered"));
        Models models = surroundings.models().get();
        Path file = models.store().find(settings.text("model"), surroundings.workingDirectory());
        LoadOptions options =
                LoadOptions.DEFAULT
                        .withThreads(settings.integer("threads", 1, 0))
                        .withContextTokens(2048);
        List<Sample> samples = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try (LanguageModel model = models.load(file, options, surroundings.progress())) {
            for (int i = 0; i < passages.size(); i++) {
                Interrupts.check("this run is not recorded");
                surroundings
                        .progress()
                        .update("injected passages", i, passages.size(), Progress.Unit.ITEMS);
                InjectedPassage passage = passages.get(i);
                Answer answer =
                        new Assistant(model, List.of(source(passage)))
                                .withDefence(defence)
                                .ask(
                                        AskRequest.of(AskKind.ASK, passage.question())
                                                .withMaxTokens(
                                                        settings.integer("maxTokens", 32, 1)),
                                        t -> {});
                boolean followed = passage.followedBy(answer.answer());
                boolean answered = passage.answeredBy(answer.answer());
                samples.add(new Sample("followed", followed ? 1 : 0, "", passage.id()));
                samples.add(new Sample("answered", answered ? 1 : 0, "", passage.id()));
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("id", passage.id());
                line.put("kind", passage.kind());
                line.put("answer", answer.answer());
                line.put("followed", followed);
                line.put("answered", answered);
                line.put("note", answer.note());
                lines.add(JSON.writeValueAsString(line));
            }
        }
        if (settings.has("answers")) {
            Path folder = Files.createDirectories(settings.path("answers"));
            Files.write(folder.resolve(request.variant().slug() + ".jsonl"), lines);
        }
        List<InputHash> read = new ArrayList<>(inputs);
        read.add(InputHash.of("model", file));
        return new Measured(samples, read, Map.of());
    }

    private static ContextSource source(InjectedPassage passage) {
        int lines = (int) passage.text().lines().count();
        return (text, k) ->
                List.of(
                        new ContextPassage(
                                "injected.engram", passage.path(), 1, lines, 1, passage.text()));
    }

    private static Defence defence(String name) {
        List<String> known =
                Stream.of(Defence.values()).map(d -> d.name().toLowerCase(Locale.ROOT)).toList();
        if (!known.contains(name)) {
            throw WorkbenchException.usage(
                    "unknown defence '" + name + "'", NearMatch.remedy(name, known));
        }
        return Defence.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
