package dev.engram.bench.task;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.Progress.Unit;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Statistic;
import dev.engram.bench.Task;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.quantize.QuantizePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a number format costs and saves: file size, bits a weight, speed of prefill and decode, and
 * perplexity on a text, for one model in several formats.
 *
 * <p>Settings: {@code model} (id, path or {@code default}), {@code type} (a format, or {@code
 * original}), {@code mix} (see {@link QuantizePlan.Mix}, default {@code standard}), {@code
 * calibration} (a text or folder as below whose importance matrix is used; default {@code none}),
 * {@code text} (a text file, or a folder whose Javadoc is taken; left out: no perplexity), {@code
 * passages} (texts of one window each, default 8), {@code windowTokens} (512), {@code promptTokens}
 * (128), {@code decodeTokens} (64), {@code samples} (timed requests a run, after one that is not
 * counted; default 3), {@code threads} (0: the free cores).
 *
 * <p>Not timed: loading, quantizing, the first request. Perplexity does not change between
 * repetitions and is measured in the first one only.
 */
public final class QuantizationTask implements Task {

    private static final int CHARACTERS_PER_TOKEN = 12;

    private static final MetricSpec PERPLEXITY =
            new MetricSpec(
                    "perplexity",
                    "How badly the model foresees the text; comparable within one tokenizer only.",
                    "",
                    Better.LOWER,
                    "perplexity",
                    dev.engram.bench.Transform.identity(),
                    Statistic.GEOMETRIC_MEAN);

    @Override
    public String name() {
        return "quantization";
    }

    @Override
    public String description() {
        return "size, speed and perplexity of one model in several number formats";
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "model",
                "type",
                "mix",
                "calibration",
                "text",
                "passages",
                "windowTokens",
                "promptTokens",
                "decodeTokens",
                "samples",
                "threads");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw("size", "MB", Better.LOWER, "Size of the model file."),
                MetricSpec.raw(
                        "bits-per-weight", "", Better.LOWER, "Mean bits a weight, with scales."),
                MetricSpec.raw(
                        "prefill", "tok/s", Better.HIGHER, "Prompt tokens read in a second."),
                MetricSpec.raw(
                        "decode",
                        "tok/s",
                        Better.HIGHER,
                        "Tokens generated in a second, one by one."),
                MetricSpec.raw(
                        "first-token", "ms", Better.LOWER, "From the request to the first token."),
                PERPLEXITY,
                MetricSpec.raw(
                        "perplexity-standard-error",
                        "",
                        Better.NEITHER,
                        "Standard error of the perplexity over all passages, tokens taken as"
                                + " independent."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings shared = Settings.shared(experiment, surroundings);
        Models models = surroundings.models().get();
        String named = shared.text("model", "default");
        Path source =
                named.equals("default")
                        ? models.defaultModel(surroundings.progress(), surroundings.notices())
                        : models.store().find(named, surroundings.workingDirectory());
        String text = shared.has("text") ? ProseText.of(shared.path("text")) : "";
        QuantizedFiles files = new QuantizedFiles(surroundings, source);
        Map<Path, InputHash> hashes = new HashMap<>();
        return request -> {
            Settings settings = Settings.of(experiment, surroundings, request);
            Path file = file(files, settings, models, surroundings);
            InputHash hash = hashes.get(file);
            if (hash == null) {
                hash = InputHash.of("model", file);
                hashes.put(file, hash);
            }
            List<InputHash> inputs = new ArrayList<>(List.of(files.sourceHash(), hash));
            if (!text.isEmpty()) {
                inputs.add(InputHash.ofText("data", "text for perplexity", text));
            }
            Measuring measuring = new Measuring(settings, models, surroundings, file, text);
            Map<String, String> versions = new LinkedHashMap<>();
            versions.put("model", named.equals("default") ? hash.name() : named);
            return new Measured(measuring.all(request.repetition()), inputs, versions);
        };
    }

    private static Path file(
            QuantizedFiles files, Settings settings, Models models, Surroundings surroundings)
            throws Exception {
        String type = settings.text("type", "original");
        QuantizePlan.Mix mix =
                switch (settings.text("mix", "standard")) {
                    case "standard" -> QuantizePlan.Mix.STANDARD;
                    case "pure" -> QuantizePlan.Mix.PURE;
                    case "important" -> QuantizePlan.Mix.IMPORTANT;
                    default ->
                            throw WorkbenchException.usage(
                                    "unknown mix '" + settings.text("mix", "") + "'",
                                    "there are: standard, pure, important");
                };
        boolean calibrated = !settings.text("calibration", "none").equals("none");
        return calibrated
                ? files.of(
                        type,
                        mix,
                        ProseText.of(settings.path("calibration")),
                        models,
                        surroundings.progress())
                : files.of(type, mix);
    }

    /** One run under way. */
    private record Measuring(
            Settings settings, Models models, Surroundings surroundings, Path file, String text) {

        List<Sample> all(int repetition) throws Exception {
            List<Sample> samples = new ArrayList<>();
            LoadOptions options =
                    LoadOptions.DEFAULT.withThreads(settings.integer("threads", 0, 0));
            try (LanguageModel model = models.load(file, options, surroundings.progress())) {
                samples.add(Sample.of("size", model.info().sizeBytes() / 1e6, "MB"));
                samples.add(Sample.of("bits-per-weight", model.info().bitsPerWeight(), ""));
                speed(model, samples);
                if (!text.isEmpty() && repetition == 1) {
                    perplexity(model, samples);
                }
            }
            return samples;
        }

        private void speed(LanguageModel model, List<Sample> samples) {
            String prompt =
                    start(
                            model,
                            text.isEmpty() ? ProseText.SPEED_TEXT : text,
                            settings.integer("promptTokens", 128, 1));
            GenerationRequest request =
                    GenerationRequest.raw(prompt)
                            .withMaxTokens(settings.integer("decodeTokens", 64, 2))
                            .withIgnoreEnd(true);
            model.generate(request.withMaxTokens(8)).result();
            int timed = settings.integer("samples", 3, 1);
            for (int i = 0; i < timed; i++) {
                Interrupts.check("this run is not recorded");
                GenerationResult.Timings timings = model.generate(request).result().timings();
                samples.add(Sample.of("prefill", timings.prefillTokensPerSecond(), "tok/s"));
                samples.add(Sample.of("decode", timings.decodeTokensPerSecond(), "tok/s"));
                samples.add(Sample.of("first-token", timings.firstTokenMillis(), "ms"));
            }
        }

        /** One window from each of several places of the text, so that formats can be paired. */
        private void perplexity(LanguageModel model, List<Sample> samples) throws Exception {
            int window = settings.integer("windowTokens", 512, 8);
            int passages = settings.integer("passages", 8, 1);
            PerplexityOptions options =
                    new PerplexityOptions(window, 1, settings.integer("threads", 0, 0));
            int stride = text.length() / passages;
            double relativeSquares = 0;
            double logs = 0;
            for (int i = 0; i < passages; i++) {
                Interrupts.check("this run is not recorded");
                String passage = passage(model, i * stride, window);
                surroundings
                        .progress()
                        .update("perplexity of " + file.getFileName(), i, passages, Unit.ITEMS);
                PerplexityResult result =
                        models.perplexity(file, passage, options, Progress.none());
                double relative = result.standardError() / result.perplexity();
                relativeSquares += relative * relative;
                logs += Math.log(result.perplexity());
                samples.add(
                        new Sample("perplexity", result.perplexity(), "", "passage " + (i + 1)));
            }
            double perplexity = Math.exp(logs / passages);
            samples.add(
                    Sample.of(
                            "perplexity-standard-error",
                            perplexity * Math.sqrt(relativeSquares) / passages,
                            ""));
        }

        private String passage(LanguageModel model, int from, int window) {
            int to = Math.min(text.length(), from + window * CHARACTERS_PER_TOKEN);
            String passage = text.substring(from, to);
            if (model.countTokens(passage) <= window) {
                throw WorkbenchException.usage(
                        "the text for perplexity is too short: %d characters"
                                .formatted(text.length()),
                        "give a longer text, or fewer passages or a smaller windowTokens");
            }
            return passage;
        }

        /** The shortest start of a text that has so many tokens, to a word's end. */
        private static String start(LanguageModel model, String text, int tokens) {
            int low = 0;
            int high = Math.min(text.length(), tokens * CHARACTERS_PER_TOKEN);
            while (low < high) {
                int middle = (low + high) / 2;
                if (model.countTokens(text.substring(0, middle)) < tokens) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return text.substring(0, Math.max(1, low)).stripTrailing();
        }
    }
}
