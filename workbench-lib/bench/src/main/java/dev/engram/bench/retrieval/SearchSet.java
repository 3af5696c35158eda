package dev.engram.bench.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Texts as files, and queries with graded answers. Queries are of the development or the test
 * split, never of both.
 *
 * @param name for messages
 * @param byFile whether answers are whole files, else passages
 * @param queries of one split
 */
public record SearchSet(String name, boolean byFile, List<Query> queries) {

    /** Sets by name, for messages. */
    public static final List<String> NAMES = List.of("cranfield", "cosqa", "java-methods");

    public SearchSet {
        queries = List.copyOf(queries);
    }

    /**
     * A query.
     *
     * @param id the same in every run
     * @param text what is asked
     * @param gains of the files by path; empty where {@code item} says what answers it
     * @param item the method asked for, where the set is one of methods
     */
    public record Query(String id, String text, Map<String, Integer> gains, List<KnownItem> item) {

        /** The gain of a passage or its file. */
        public int gain(RetrievalSystem.Found found) {
            if (item.isEmpty()) {
                return gains.getOrDefault(found.path(), 0);
            }
            return item.getFirst().foundIn(found.path(), found.startLine(), found.endLine())
                    ? 1
                    : 0;
        }

        /** The gains of all answers, for the best possible ranking. */
        public double[] ideal() {
            if (item.isEmpty()) {
                return gains.values().stream().mapToDouble(Integer::doubleValue).toArray();
            }
            double[] ones = new double[item.getFirst().places().size()];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }
    }

    /**
     * Writes a set's texts as files and reads the queries of a split.
     *
     * @param name one of {@link #NAMES}
     * @param data the folder of the set; of {@code java-methods} any folder of Java sources
     * @param dev whether the development queries are wanted, else the test queries
     * @param target an empty folder
     */
    public static SearchSet write(String name, Path data, boolean dev, Path target)
            throws IOException {
        return switch (name) {
            case "cranfield" -> cranfield(data, dev, target);
            case "cosqa" -> cosqa(data, dev, target);
            case "java-methods" -> javaMethods(data, dev, target);
            default ->
                    throw WorkbenchException.usage(
                            "unknown set '" + name + "'", "known: " + String.join(", ", NAMES));
        };
    }

    /** Every second query is a development query: the collection has no split of its own. */
    private static SearchSet cranfield(Path data, boolean dev, Path target) throws IOException {
        List<String> texts = sections(data.resolve("cran.all.1400"), "TW");
        for (int i = 0; i < texts.size(); i++) {
            Files.writeString(target.resolve(file(i, "txt")), texts.get(i));
        }
        Map<Integer, Map<String, Integer>> gains = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("QRelsCorrectedforTRECeval"))) {
            String[] parts = line.trim().split("\\s+");
            int gain = Integer.parseInt(parts[3]);
            if (gain > 0) {
                gains.computeIfAbsent(Integer.parseInt(parts[0]), q -> new HashMap<>())
                        .put(file(Integer.parseInt(parts[2]) - 1, "txt"), gain);
            }
        }
        List<String> asked = sections(data.resolve("cran.qry"), "W");
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (gains.containsKey(i + 1) && (i % 2 == 1) == dev) {
                queries.add(
                        new Query(
                                "" + (i + 1),
                                asked.get(i),
                                gains.getOrDefault(i + 1, Map.of()),
                                List.of()));
            }
        }
        return new SearchSet("cranfield", true, queries);
    }

    private static String file(int number, String ending) {
        return String.format(Locale.ROOT, "%04d.%s", number, ending);
    }

    /** The items of a SMART file, of each the sections whose letters are wanted. */
    private static List<String> sections(Path file, String wanted) throws IOException {
        List<StringBuilder> items = new ArrayList<>();
        boolean keep = false;
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(".I")) {
                items.add(new StringBuilder());
                keep = false;
            } else if (line.matches("\\.[TABW]\\s*")) {
                keep = wanted.indexOf(line.charAt(1)) >= 0;
            } else if (keep) {
                items.getLast().append(line).append('\n');
            }
        }
        return items.stream().map(StringBuilder::toString).toList();
    }

    private static SearchSet cosqa(Path data, boolean dev, Path target) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode codes = mapper.readTree(data.resolve("code_idx_map.txt").toFile());
        for (Map.Entry<String, JsonNode> code : codes.properties()) {
            Files.writeString(target.resolve(file(code.getValue().asInt(), "py")), code.getKey());
        }
        String split = "cosqa-retrieval-" + (dev ? "dev" : "test") + "-500.json";
        List<Query> queries = new ArrayList<>();
        for (JsonNode item : mapper.readTree(data.resolve(split).toFile())) {
            queries.add(
                    new Query(
                            item.get("idx").asText(),
                            item.get("doc").asText(),
                            Map.of(file(item.get("retrieval_idx").asInt(), "py"), 1),
                            List.of()));
        }
        return new SearchSet("cosqa", true, queries);
    }

    /** The split goes by file, so that no file's methods are asked for in both. */
    private static SearchSet javaMethods(Path sources, boolean dev, Path target)
            throws IOException {
        JavadocItems.copyWithoutJavadoc(sources, target);
        List<Query> queries = new ArrayList<>();
        for (KnownItem item : JavadocItems.of(sources)) {
            String file = item.places().getFirst().path();
            if (((file.hashCode() & 1) == 0) == dev) {
                queries.add(new Query(item.id(), item.query(), Map.of(), List.of(item)));
            }
        }
        return new SearchSet("java-methods", false, queries);
    }
}
