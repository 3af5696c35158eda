import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;
import dev.engram.engram.semantic.CachedEmbedder;
import dev.engram.engram.semantic.EmbeddingCache;
import dev.engram.engram.semantic.Fusion;
import dev.engram.engram.semantic.TernaryProjection;
import dev.engram.engram.text.Tokenizer;
import dev.engram.models.embedding.DenseModel;
import dev.engram.models.embedding.DenseOptions;
import dev.engram.models.embedding.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.*;
import java.util.stream.*;

/**
 * Measures the embedders on Cranfield and CoSQA: nDCG@10 of BM25, each embedder's cosine, its trits,
 * and their fusions. Weights are chosen on development queries (CoSQA's own; Cranfield's even ones),
 * the report is on the others. See README.md beside this file for how to run it.
 */
public class Evaluate {

    static final double[] WEIGHTS = {0.5, 1, 2, 3, 5};

    record Query(String text, Map<Integer, Integer> gains, boolean test) {}

    record DataSet(String name, List<String> passages, List<Query> queries) {}

    record Row(String set, String system, double dev, double test, int devQueries, int testQueries) {}

    public static void main(String[] arguments) throws IOException {
        String mirror = System.getenv("WORKBENCH_DATA_MIRROR");
        if (mirror == null || !Files.isDirectory(Path.of(mirror, "retrieval"))) {
            System.err.println("set WORKBENCH_DATA_MIRROR to the folder that holds retrieval/");
            System.exit(1);
        }
        List<String> names = arguments.length > 1 ? List.of(arguments[1].split(",")) : List.of("static", "dense");
        List<DataSet> sets = Stream.of(cranfield(Path.of(mirror)), cosqa(Path.of(mirror))).filter(set -> arguments.length < 3 || List.of(arguments[2].split(",")).contains(set.name())).toList();
        List<Row> rows = new ArrayList<>();
        Map<String, Object> speeds = new TreeMap<>();
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        for (DataSet set : sets) {
            double[][] bm25 = bm25(set);
            add(rows, set, "BM25", bm25);
            for (String name : names) {
                try (Embedder embedder = open(name, home)) {
                    long start = System.nanoTime();
                    float[][] passages = embedder.embedPassages(set.passages());
                    double seconds = (System.nanoTime() - start) / 1e9;
                    speeds.put(set.name() + " " + name, Map.of("passages", passages.length, "seconds", seconds, "note", name.equals("static") ? "one thread, cold JVM" : "cached vectors count"));
                    float[][] queries = set.queries().stream().map(q -> embedder.embedQuery(q.text())).toArray(float[][]::new);
                    double[][] cosine = scores(queries, passages);
                    System.err.println(set.name() + " " + name + " embedded in " + seconds + " s");
                    add(rows, set, name, cosine);
                    for (int dimension : new int[] {10_000, 100_000}) {
                        TernaryProjection projection = TernaryProjection.standard(embedder.info().dimension(), dimension);
                        int[][] codes = Arrays.stream(passages).map(projection::encode).toArray(int[][]::new);
                        double[][] trits = new double[queries.length][];
                        for (int q = 0; q < queries.length; q++) {
                            float[] projected = projection.project(queries[q]);
                            trits[q] = Arrays.stream(codes).mapToDouble(c -> TernaryProjection.dot(projected, c)).toArray();
                        }
                        String label = name + " trits D=" + dimension + " k=" + projection.nonZeros();
                        add(rows, set, label, trits);
                        fusions(rows, set, "BM25 + " + label, bm25, trits, List.of(Fusion.Z_SUM));
                    }
                    fusions(rows, set, "BM25 + " + name, bm25, cosine, List.of(Fusion.values()));
                }
            }
        }
        for (Row row : rows) {
            System.out.printf(Locale.ROOT, "%-10s %-58s dev %.3f  test %.3f%n", row.set(), row.system(), row.dev(), row.test());
        }
        write(Path.of(arguments.length > 0 ? arguments[0] : "results"), String.join("-", names), rows, speeds);
    }

    static Embedder open(String name, WorkbenchHome home) {
        if (name.equals("static")) {
            return new EmbeddingModels().open(name, home, Progress.none());
        }
        DenseModel model = name.equals("dense") ? DenseModel.BGE_SMALL : DenseModel.MINI_LM;
        Embedder dense = EmbeddingModels.openDense(model, DenseOptions.defaults(), home, Progress.none());
        EmbeddingCache cache = EmbeddingCache.open(home.root().resolve("embeddings"), dense.info());
        return new CachedEmbedder(dense, cache, (phase, done, total, unit) -> { if (done % 320 < 32) System.err.println(name + " " + done + " of " + total); });
    }

    static void fusions(List<Row> rows, DataSet set, String label, double[][] lexical, double[][] semantic, List<Fusion> fusions) {
        for (Fusion fusion : fusions) {
            for (double weight : fusion == Fusion.RECIPROCAL_RANK ? new double[] {1} : WEIGHTS) {
                double[][] fused = new double[lexical.length][];
                for (int q = 0; q < lexical.length; q++) fused[q] = fusion.fuse(lexical[q], semantic[q], weight);
                add(rows, set, label + " " + fusion + " x " + weight, fused);
            }
        }
    }

    static void add(List<Row> rows, DataSet set, String system, double[][] scores) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int q = 0; q < scores.length; q++) {
            int split = set.queries().get(q).test() ? 1 : 0;
            sums[split] += ndcg(scores[q], set.queries().get(q).gains());
            counts[split]++;
        }
        rows.add(new Row(set.name(), system, sums[0] / counts[0], sums[1] / counts[1], counts[0], counts[1]));
    }

    static double ndcg(double[] scores, Map<Integer, Integer> gains) {
        int[] top = new int[Math.min(10, scores.length)];
        int filled = 0;
        for (int i = 0; i < scores.length; i++) {
            if (filled == top.length && scores[i] <= scores[top[filled - 1]]) continue;
            int at = filled < top.length ? filled++ : filled - 1;
            for (; at > 0 && scores[top[at - 1]] < scores[i]; at--) top[at] = top[at - 1];
            top[at] = i;
        }
        double dcg = 0;
        for (int i = 0; i < top.length; i++) dcg += gains.getOrDefault(top[i], 0) / (Math.log(i + 2) / Math.log(2));
        int[] best = gains.values().stream().sorted(Comparator.reverseOrder()).limit(10).mapToInt(i -> i).toArray();
        double ideal = 0;
        for (int i = 0; i < best.length; i++) ideal += best[i] / (Math.log(i + 2) / Math.log(2));
        return ideal == 0 ? 0 : dcg / ideal;
    }

    static double[][] scores(float[][] queries, float[][] passages) {
        return Arrays.stream(queries).map(q -> Arrays.stream(passages).mapToDouble(p -> { float s = 0; for (int i = 0; i < q.length; i++) s += q[i] * p[i]; return s; }).toArray()).toArray(double[][]::new);
    }

    static double[][] bm25(DataSet set) {
        double k1 = 1.2, b = 0.75;
        Map<String, List<int[]>> postings = new HashMap<>();
        double[] lengths = new double[set.passages().size()];
        for (int p = 0; p < lengths.length; p++) {
            Map<String, Integer> counts = new HashMap<>();
            for (String token : Tokenizer.tokens(set.passages().get(p))) { counts.merge(token, 1, Integer::sum); lengths[p]++; }
            int passage = p;
            counts.forEach((t, c) -> postings.computeIfAbsent(t, x -> new ArrayList<>()).add(new int[] {passage, c}));
        }
        double average = Arrays.stream(lengths).average().orElse(1);
        double[][] scores = new double[set.queries().size()][lengths.length];
        for (int q = 0; q < scores.length; q++) {
            for (String token : Tokenizer.tokens(set.queries().get(q).text())) {
                List<int[]> list = postings.getOrDefault(token, List.of());
                double idf = Math.log(1 + (lengths.length - list.size() + 0.5) / (list.size() + 0.5));
                for (int[] posting : list) {
                    double tf = posting[1];
                    scores[q][posting[0]] += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[posting[0]] / average));
                }
            }
        }
        return scores;
    }

    static DataSet cranfield(Path mirror) throws IOException {
        Path folder = mirror.resolve("retrieval/cranfield");
        List<String> passages = sections(folder.resolve("cran.all.1400"), "TW");
        List<String> texts = sections(folder.resolve("cran.qry"), "W");
        Map<Integer, Map<Integer, Integer>> gains = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("QRelsCorrectedforTRECeval"))) {
            String[] parts = line.trim().split("\\s+");
            int gain = Integer.parseInt(parts[3]);
            if (gain > 0) gains.computeIfAbsent(Integer.parseInt(parts[0]), x -> new HashMap<>()).put(Integer.parseInt(parts[2]) - 1, gain);
        }
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (gains.containsKey(i + 1)) queries.add(new Query(texts.get(i), gains.get(i + 1), i % 2 == 0));
        }
        return new DataSet("Cranfield", passages, queries);
    }

    static List<String> sections(Path file, String kept) throws IOException {
        List<StringBuilder> items = new ArrayList<>();
        boolean keep = false;
        for (String line : Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(".I")) { items.add(new StringBuilder()); keep = false; }
            else if (line.matches("\\.[TABW]\\s*")) keep = kept.indexOf(line.charAt(1)) >= 0;
            else if (keep) items.getLast().append(line).append('\n');
        }
        return items.stream().map(StringBuilder::toString).toList();
    }

    static DataSet cosqa(Path mirror) throws IOException {
        Path folder = mirror.resolve("retrieval/cosqa");
        ObjectMapper mapper = new ObjectMapper();
        JsonNode codes = mapper.readTree(folder.resolve("code_idx_map.txt").toFile());
        String[] passages = new String[codes.size()];
        codes.properties().forEach(entry -> passages[entry.getValue().asInt()] = entry.getKey());
        List<Query> queries = new ArrayList<>();
        for (String split : List.of("dev", "test")) {
            for (JsonNode item : mapper.readTree(folder.resolve("cosqa-retrieval-" + split + "-500.json").toFile())) {
                queries.add(new Query(item.get("doc").asText(), Map.of(item.get("retrieval_idx").asInt(), 1), split.equals("test")));
            }
        }
        return new DataSet("CoSQA", List.of(passages), queries);
    }

    static void write(Path folder, String label, List<Row> rows, Map<String, Object> speeds) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("experiment", "embedders");
        record.put("when", Instant.now().toString());
        record.put("machine", Map.of("cores", Runtime.getRuntime().availableProcessors(), "arch", System.getProperty("os.arch"), "os", System.getProperty("os.name") + " " + System.getProperty("os.version"), "jdk", Runtime.version().toString(),
                "cpu", Files.exists(Path.of("/proc/cpuinfo")) ? Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(l -> l.startsWith("model name")).findFirst().orElse("") : ""));
        record.put("metric", "nDCG@10; the data may have been in the models' training");
        record.put("speeds", speeds);
        record.put("rows", rows);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(folder.resolve("quality-" + label + ".json").toFile(), record);
    }
}
