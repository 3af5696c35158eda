package dev.engram.bench.task;

import dev.engram.base.Interrupts;
import dev.engram.base.NearMatch;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.RankingMetrics;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import dev.engram.bench.retrieval.EmbeddingSystem;
import dev.engram.bench.retrieval.EngramSystem;
import dev.engram.bench.retrieval.LuceneSystem;
import dev.engram.bench.retrieval.NaiveSystem;
import dev.engram.bench.retrieval.RetrievalSystem;
import dev.engram.bench.retrieval.RetrievalSystem.Found;
import dev.engram.bench.retrieval.SearchSet;
import dev.engram.engram.Channel;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderProvider;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.Passage;
import dev.engram.engram.semantic.CachedEmbedder;
import dev.engram.engram.semantic.EmbeddingCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well searches rank the passages of public sets, ours and others over the same passages and
 * tokens.
 *
 * <p>Settings: {@code set} ({@code cranfield}, {@code cosqa} or {@code java-methods}), {@code
 * system} (one of {@link #SYSTEMS}), {@code split} ({@code dev} or {@code test}, the default), and
 * a path for each set, by its name. Sample: {@code nDCG@10} of each query.
 */
public final class SearchQualityTask implements Task {

    /** What can be measured; {@code -float} are vectors as they are, not our trits. */
    static final List<String> SYSTEMS =
            List.of(
                    "bm25",
                    "naive",
                    "lexical",
                    "static",
                    "dense",
                    "fused-static",
                    "fused-dense",
                    "static-float",
                    "dense-float",
                    "bm25-static-float",
                    "bm25-dense-float");

    private static final int RANKS = 10;

    /** Passages asked for, as several may be of one file. */
    private static final int DEPTH = 100;

    /** Weights of float vectors against BM25, chosen on development queries. */
    private static final double STATIC_WEIGHT = 0.7;

    private static final double DENSE_WEIGHT = 5;

    @Override
    public String name() {
        return "search-quality";
    }

    @Override
    public String description() {
        return "ranks the passages of public test sets by words, meaning and both";
    }

    @Override
    public Set<String> settings() {
        Set<String> names = new HashSet<>(SearchSet.NAMES);
        names.addAll(Set.of("set", "system", "split"));
        return names;
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(
                MetricSpec.raw(
                        "nDCG@10",
                        "",
                        Better.HIGHER,
                        "Gains of the first ten, discounted by rank, against the best order."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) {
        return request ->
                measure(
                        Settings.of(experiment, surroundings, request),
                        surroundings,
                        request.scratch());
    }

    private static Measured measure(Settings settings, Surroundings surroundings, Path scratch)
            throws IOException {
        String split = settings.text("split", "test");
        if (!split.equals("dev") && !split.equals("test")) {
            throw WorkbenchException.usage("unknown split '" + split + "'", "choose dev or test");
        }
        String name = settings.text("set");
        if (!SearchSet.NAMES.contains(name)) {
            throw WorkbenchException.usage(
                    "unknown set '" + name + "'", NearMatch.remedy(name, SearchSet.NAMES));
        }
        Path data = settings.path(name);
        Path files = Files.createDirectory(scratch.resolve("files"));
        SearchSet set = SearchSet.write(name, data, split.equals("dev"), files);
        String system = settings.text("system");
        List<Sample> samples = new ArrayList<>();
        try (Systems systems = new Systems(files, scratch.resolve("x.engram"), surroundings);
                RetrievalSystem searched = systems.named(system)) {
            for (SearchSet.Query query : set.queries()) {
                Interrupts.check("this run is not recorded");
                surroundings
                        .progress()
                        .update(
                                searched.version(),
                                samples.size(),
                                set.queries().size(),
                                Progress.Unit.ITEMS);
                samples.add(new Sample("nDCG@10", ndcg(set, query, searched), "", query.id()));
            }
            return new Measured(
                    samples,
                    List.of(InputHash.of("data", data)),
                    Map.of(
                            "retrieval system",
                            searched.version(),
                            "passages",
                            String.valueOf(systems.passages.size())));
        }
    }

    /** Of a set of files, a file stands where its best passage does. */
    private static double ndcg(SearchSet set, SearchSet.Query query, RetrievalSystem system)
            throws IOException {
        double[] gains = new double[RANKS];
        Set<Object> seen = new HashSet<>();
        int rank = 0;
        for (Found found : system.search(query.text(), DEPTH)) {
            if (rank < RANKS && seen.add(set.byFile() ? found.path() : found)) {
                gains[rank++] = query.gain(found);
            }
        }
        return RankingMetrics.ndcg(gains, query.ideal(), RANKS);
    }

    /** The systems over the passages of one folder. */
    private static final class Systems implements AutoCloseable {
        private final Path files;
        private final Path engram;
        private final Surroundings surroundings;
        private final List<Passage> passages = new ArrayList<>();
        private final List<AutoCloseable> open = new ArrayList<>();

        Systems(Path files, Path engram, Surroundings surroundings) throws IOException {
            this.files = files;
            this.engram = engram;
            this.surroundings = surroundings;
            ingest(IngestOptions.NO_SEMANTIC);
            try (Engram stored = Engram.open(engram)) {
                stored.passages(passages::add);
            }
        }

        private void ingest(String semantic) throws IOException {
            Engram.ingest(
                    files,
                    engram,
                    IngestOptions.defaults().withSemantic(semantic),
                    surroundings.progress());
            if (!semantic.equals(IngestOptions.NO_SEMANTIC)) {
                Engram.embed(engram, surroundings.progress());
            }
        }

        RetrievalSystem named(String name) throws IOException {
            return switch (name) {
                case "bm25" -> new LuceneSystem(passages);
                case "naive" -> new NaiveSystem(passages);
                case "lexical" -> new EngramSystem(Engram.open(engram), Channel.LEXICAL);
                case "static", "dense" -> ours(name, Channel.SEMANTIC);
                case "fused-static" -> ours("static", Channel.FUSED);
                case "fused-dense" -> ours("dense", Channel.FUSED);
                case "static-float" -> new EmbeddingSystem(embedder("static"), passages);
                case "dense-float" -> new EmbeddingSystem(embedder("dense"), passages);
                case "bm25-static-float" -> withWords("static", STATIC_WEIGHT);
                case "bm25-dense-float" -> withWords("dense", DENSE_WEIGHT);
                default ->
                        throw WorkbenchException.usage(
                                "unknown retrieval system '" + name + "'",
                                NearMatch.remedy(name, SYSTEMS));
            };
        }

        private RetrievalSystem ours(String embedder, Channel channel) throws IOException {
            ingest(embedder);
            return new EngramSystem(Engram.open(engram), channel);
        }

        private RetrievalSystem withWords(String embedder, double weight) throws IOException {
            LuceneSystem words = new LuceneSystem(passages);
            open.add(words);
            return new EmbeddingSystem(embedder(embedder), passages, words, weight);
        }

        private Embedder embedder(String name) {
            Embedder plain =
                    EmbedderProvider.find(name, surroundings.home(), surroundings.progress());
            Path folder = surroundings.home().root().resolve("embeddings");
            Embedder cached =
                    new CachedEmbedder(
                            plain,
                            EmbeddingCache.open(folder, plain.info()),
                            surroundings.progress());
            open.add(cached);
            return cached;
        }

        @Override
        public void close() throws IOException {
            for (AutoCloseable one : open) {
                try {
                    one.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
