package dev.engram.bench.task;

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
import dev.engram.bench.Statistic;
import dev.engram.bench.Task;
import dev.engram.bench.Transform;
import dev.engram.bench.retrieval.EngramSystem;
import dev.engram.bench.retrieval.JavadocItems;
import dev.engram.bench.retrieval.KnownItem;
import dev.engram.bench.retrieval.LuceneSystem;
import dev.engram.bench.retrieval.RetrievalSystem;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How well a search finds a Java method by the first sentence of its Javadoc. Javadoc is taken out
 * of everything that is searched; all systems search the same passages with the same tokens.
 *
 * <p>Settings: {@code sources} (a folder of Java sources), {@code system} ({@code engram} or {@code
 * bm25}), {@code queries} (how many of the sentences, drawn by the experiment's seed; 0 takes all,
 * default 400), {@code depth} (ranks looked at, default 100), {@code dimension} (of the
 * hypervectors; default: the engram's own).
 *
 * <p>Samples: {@code rank} of the method a query, 0 where it is not among the first {@code depth};
 * {@code latency} of the query in ms, after all queries ran once.
 */
public final class KnownItemTask implements Task {

    private static final List<String> SYSTEMS = List.of("engram", "bm25");

    @Override
    public String name() {
        return "known-item";
    }

    @Override
    public String description() {
        return "finds Java methods by the first sentence of their Javadoc";
    }

    @Override
    public Set<String> settings() {
        return Set.of("sources", "system", "queries", "depth", "dimension");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                ranked(
                        "nDCG@10",
                        "Gain of the method, discounted by rank.",
                        Transform.gainWithin(10)),
                ranked("MRR", "Mean reciprocal rank of the method.", Transform.reciprocalRank()),
                ranked("recall@1", "Share of queries that rank it first.", Transform.within(1)),
                ranked("recall@10", "Share of queries that find it in ten.", Transform.within(10)),
                MetricSpec.raw("latency", "ms", Better.LOWER, "Time of one query, one thread."),
                MetricSpec.raw("latency", "ms", Better.LOWER, "Time of one query, one thread.")
                        .reducedBy("latency p95", Statistic.P95));
    }

    private static MetricSpec ranked(String name, String description, Transform transform) {
        return new MetricSpec(
                name, description, "", Better.HIGHER, "rank", transform, Statistic.MEAN);
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings settings = Settings.shared(experiment, surroundings);
        Path sources = settings.path("sources");
        surroundings.progress().update("reading sources", 0, -1, Progress.Unit.ITEMS);
        List<KnownItem> items = drawn(JavadocItems.of(sources), settings, experiment.seed());
        Path work = Files.createTempDirectory("workbench-known-item-");
        try {
            Path stripped = Files.createDirectory(work.resolve("stripped"));
            JavadocItems.copyWithoutJavadoc(sources, stripped);
            IngestOptions options = IngestOptions.defaults();
            int dimension = settings.integer("dimension", options.dimension(), 1);
            Path engram = work.resolve("x.engram");
            Engram.ingest(
                    stripped, engram, options.withDimension(dimension), surroundings.progress());
            List<InputHash> inputs =
                    List.of(
                            InputHash.of("data", sources),
                            InputHash.ofText(
                                    "data",
                                    items.size() + " queries",
                                    String.join(
                                            "\n", items.stream().map(KnownItem::query).toList())));
            return new Retrieving(
                    experiment, surroundings, items, Peers.over(engram), inputs, work);
        } catch (IOException | RuntimeException e) {
            FileTrees.delete(work);
            throw e;
        }
    }

    private static List<KnownItem> drawn(List<KnownItem> all, Settings settings, long seed) {
        int wanted = settings.integer("queries", 400, 0);
        if (wanted == 0 || wanted >= all.size()) {
            return all;
        }
        List<KnownItem> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return List.copyOf(shuffled.subList(0, wanted));
    }

    /** The systems over one set of passages. */
    private record Peers(RetrievalSystem engram, RetrievalSystem bm25, int passages) {

        static Peers over(Path folder) throws IOException {
            Engram engram = Engram.open(folder);
            List<Passage> passages = new ArrayList<>();
            engram.passages(passages::add);
            return new Peers(new EngramSystem(engram), new LuceneSystem(passages), passages.size());
        }

        RetrievalSystem named(String name) {
            return switch (name) {
                case "engram" -> engram;
                case "bm25" -> bm25;
                default ->
                        throw WorkbenchException.usage(
                                "unknown retrieval system '" + name + "'",
                                NearMatch.remedy(name, SYSTEMS));
            };
        }
    }

    /** All queries against the system of each variant. */
    private record Retrieving(
            Experiment experiment,
            Surroundings surroundings,
            List<KnownItem> items,
            Peers peers,
            List<InputHash> inputs,
            Path work)
            implements Session {

        @Override
        public Measured run(Request request) throws IOException {
            Settings settings = Settings.of(experiment, surroundings, request);
            RetrievalSystem system = peers.named(settings.text("system", "engram"));
            int depth = settings.integer("depth", 100, 1);
            for (KnownItem item : items) {
                Interrupts.check("this run is not recorded");
                system.search(item.query(), depth);
            }
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Interrupts.check("this run is not recorded");
                KnownItem item = items.get(i);
                surroundings
                        .progress()
                        .update(system.version(), i, items.size(), Progress.Unit.ITEMS);
                long start = System.nanoTime();
                List<RetrievalSystem.Found> found = system.search(item.query(), depth);
                double millis = (System.nanoTime() - start) / 1e6;
                samples.add(new Sample("rank", rank(item, found), "", item.id()));
                samples.add(new Sample("latency", millis, "ms", item.id()));
            }
            return new Measured(
                    samples,
                    inputs,
                    Map.of(
                            "retrieval system",
                            system.version(),
                            "passages",
                            String.valueOf(peers.passages())));
        }

        private static int rank(KnownItem item, List<RetrievalSystem.Found> found) {
            for (int i = 0; i < found.size(); i++) {
                RetrievalSystem.Found f = found.get(i);
                if (item.foundIn(f.path(), f.startLine(), f.endLine())) {
                    return i + 1;
                }
            }
            return 0;
        }

        @Override
        public void close() throws IOException {
            peers.engram().close();
            peers.bm25().close();
            FileTrees.delete(work);
        }
    }
}
