package dev.engram.bench.task;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import dev.engram.bench.task.FaultyEngine.Fault;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.pool.Deadline;
import dev.engram.ensemble.pool.EnsembleMetrics;
import dev.engram.ensemble.pool.ModelPool;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.PoolStatus;
import dev.engram.ensemble.pool.ResilientExecutor;
import dev.engram.ensemble.pool.RetrySpec;
import dev.engram.ensemble.route.EnsembleConfig;
import dev.engram.ensemble.route.Router;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Whether an ensemble survives faults: a real model answers many requests of several clients, some
 * of which meet an engine that will not start, breaks or hangs, a caller that gives up, or a remote
 * server that is gone.
 *
 * <p>Settings: {@code model}, {@code requests} (1000), {@code clients} (8), {@code slots} (4),
 * {@code faultPercent} (35), {@code maxTokens} (8), {@code threads} (1).
 *
 * <p>Samples: a request's {@code answered}, {@code clear-error}, {@code cancelled} and {@code
 * unclear} (0 or 1; exactly one is 1), {@code tries}, {@code latency}; {@code rss} every 20
 * requests; of the run: {@code busy-slots} at the end, {@code rss-slope} over the second half with
 * {@code rss-slope-low} and {@code rss-slope-high} (95 %, least squares).
 */
public final class FaultsTask implements Task {

    private static final int RSS_EVERY = 20;
    private static final long HANG_DEADLINE_MILLIS = 400;
    private static final long DEADLINE_MILLIS = 120_000;

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String description() {
        return "answers requests while engines, callers and servers fail";
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "model", "requests", "clients", "slots", "faultPercent", "maxTokens", "threads");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw("answered", "", Better.HIGHER, "Share that got an answer."),
                MetricSpec.raw("clear-error", "", Better.LOWER, "Share that got a clear error."),
                MetricSpec.raw("cancelled", "", Better.NEITHER, "Share that was given up."),
                MetricSpec.raw("unclear", "", Better.LOWER, "Share that ended in neither."),
                MetricSpec.raw("tries", "", Better.LOWER, "Attempts a request took."),
                MetricSpec.raw("latency", "ms", Better.LOWER, "From request to end."),
                MetricSpec.raw("busy-slots", "", Better.LOWER, "Slots not free at the end."),
                MetricSpec.raw("rss", "MB", Better.LOWER, "Memory of the process."),
                MetricSpec.raw(
                        "rss-slope", "KB", Better.LOWER, "Memory kept a request, second half."),
                MetricSpec.raw("rss-slope-low", "KB", Better.NEITHER, "Lower end, 95 %."),
                MetricSpec.raw("rss-slope-high", "KB", Better.NEITHER, "Upper end, 95 %."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) {
        return request -> {
            Settings settings = Settings.of(experiment, surroundings, request);
            Models models = surroundings.models().get();
            String named = settings.text("model", "default");
            Path file =
                    named.equals("default")
                            ? models.defaultModel(surroundings.progress(), surroundings.notices())
                            : models.store().find(named, surroundings.workingDirectory());
            LoadOptions options =
                    LoadOptions.DEFAULT
                            .withContextTokens(512)
                            .withThreads(settings.integer("threads", 1, 0))
                            .withSlots(settings.integer("slots", 4, 1));
            List<Sample> samples =
                    new Run(
                                    settings,
                                    surroundings,
                                    () -> models.load(file, options, surroundings.progress()),
                                    request.seed())
                            .all();
            return new Measured(samples, List.of(InputHash.of("model", file)), Map.of());
        };
    }

    @FunctionalInterface
    private interface Loader {
        LanguageModel load() throws IOException;
    }

    /** How a request ended. */
    private record Ended(String how, int tries, double millis) {}

    private static final class Run {
        private final Settings settings;
        private final Surroundings surroundings;
        private final Loader loader;
        private final long seed;
        private final int slots;
        private final ThreadLocal<Fault> ordered = ThreadLocal.withInitial(() -> Fault.NONE);

        Run(Settings settings, Surroundings surroundings, Loader loader, long seed) {
            this.settings = settings;
            this.surroundings = surroundings;
            this.loader = loader;
            this.seed = seed;
            this.slots = settings.integer("slots", 4, 1);
        }

        private PoolSpec pool(String name, String fallback) {
            return new PoolSpec(name, List.of(name), slots, 256, fallback, 2_000);
        }

        private LanguageModel opened(String id) throws IOException {
            return switch (id) {
                case "remote" -> new DeadRemote();
                case "spare" -> loader.load();
                default -> new FaultyEngine(loader.load(), ordered);
            };
        }

        List<Sample> all() throws Exception {
            EnsembleConfig config =
                    new EnsembleConfig(
                            List.of(
                                    pool("local", "spare"),
                                    pool("spare", ""),
                                    pool("remote", "local")),
                            Map.of(),
                            new RetrySpec(3, 20, 200),
                            DEADLINE_MILLIS,
                            0);
            EnsembleMetrics metrics = EnsembleMetrics.simple();
            try (Router router =
                    new Router(config, TaskClassifier.patterns(), (id, n) -> opened(id), metrics)) {
                return asked(router, new ResilientExecutor(config.retry(), metrics));
            }
        }

        private List<Sample> asked(Router router, ResilientExecutor executor) throws Exception {
            int requests = settings.integer("requests", 1000, 1);
            List<Sample> samples = new ArrayList<>();
            List<double[]> memory = new ArrayList<>();
            ExecutorService clients =
                    Executors.newFixedThreadPool(settings.integer("clients", 8, 1));
            try {
                List<Future<Ended>> futures = new ArrayList<>();
                for (int i = 0; i < requests; i++) {
                    int number = i;
                    futures.add(clients.submit(() -> ask(router, executor, number)));
                }
                for (int i = 0; i < requests; i++) {
                    Ended ended = futures.get(i).get();
                    String item = "%05d".formatted(i);
                    for (String how : List.of("answered", "clear-error", "cancelled", "unclear")) {
                        samples.add(new Sample(how, how.equals(ended.how()) ? 1 : 0, "", item));
                    }
                    samples.add(new Sample("tries", ended.tries(), "", item));
                    samples.add(new Sample("latency", ended.millis(), "ms", item));
                    if (i % RSS_EVERY == 0) {
                        surroundings.progress().update("asking", i, requests, Progress.Unit.ITEMS);
                        double megabytes = residentMegabytes();
                        samples.add(new Sample("rss", megabytes, "MB", item));
                        memory.add(new double[] {i, megabytes * 1000});
                    }
                }
            } finally {
                clients.shutdownNow();
            }
            int busy = router.status().stream().mapToInt(PoolStatus::active).sum();
            int inside = router.pools().stream().mapToInt(ModelPool::load).sum();
            samples.add(Sample.of("busy-slots", busy + inside, ""));
            double[] slope = slope(memory.subList(memory.size() / 2, memory.size()));
            samples.add(Sample.of("rss-slope", slope[0], "KB"));
            samples.add(Sample.of("rss-slope-low", slope[0] - slope[1], "KB"));
            samples.add(Sample.of("rss-slope-high", slope[0] + slope[1], "KB"));
            return samples;
        }

        private Ended ask(Router router, ResilientExecutor executor, int number) {
            Random random = new Random(seed * 1_000_003 + number);
            boolean faulty = random.nextInt(100) < settings.integer("faultPercent", 35, 0);
            int kind = faulty ? 1 + random.nextInt(5) : 0;
            boolean remote = kind == 5;
            Fault fault = remote ? Fault.NONE : Fault.values()[kind];
            ordered.set(fault);
            long start = System.nanoTime();
            String how;
            int tries = 1;
            try {
                ModelPool pool = router.named(remote ? "remote" : "local");
                var reply =
                        executor.ask(
                                pool,
                                router.fallback(pool),
                                GenerationRequest.chat("Count on from " + number + ".")
                                        .withMaxTokens(settings.integer("maxTokens", 8, 1)),
                                Deadline.in(
                                        fault == Fault.HANG
                                                ? HANG_DEADLINE_MILLIS
                                                : DEADLINE_MILLIS),
                                piece -> {});
                tries = reply.tries();
                how = reply.result().usage().completionTokens() > 0 ? "answered" : "unclear";
            } catch (WorkbenchException e) {
                boolean clear = e.category() != Category.INTERNAL && e.userMessage().length() > 10;
                how =
                        e.category() == Category.INTERRUPTED
                                ? "cancelled"
                                : clear ? "clear-error" : "unclear";
            } catch (RuntimeException e) {
                how = "unclear";
            } finally {
                ordered.remove();
                // The caller that gave up is done; its thread takes the next request.
                if (Thread.interrupted()) {
                    tries = Math.max(tries, 1);
                }
            }
            return new Ended(how, tries, (System.nanoTime() - start) / 1e6);
        }
    }

    private static double residentMegabytes() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1000.0;
            }
        }
        return 0;
    }

    /** Least squares: slope, and twice its standard error. */
    static double[] slope(List<double[]> points) {
        int n = points.size();
        double meanX = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
        double meanY = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
        double xx = points.stream().mapToDouble(p -> (p[0] - meanX) * (p[0] - meanX)).sum();
        double xy = points.stream().mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY)).sum();
        if (n < 3 || xx == 0) {
            return new double[] {0, 0};
        }
        double slope = xy / xx;
        double rest =
                points.stream()
                        .mapToDouble(p -> p[1] - meanY - slope * (p[0] - meanX))
                        .map(r -> r * r)
                        .sum();
        return new double[] {slope, 2 * Math.sqrt(rest / (n - 2) / xx)};
    }
}
