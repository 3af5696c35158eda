package dev.engram.bench.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.dataset.Datasets;
import dev.engram.ensemble.classify.LabeledTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Tasks with labels: our own, one by one; those of public sets by their source or category.
 * Categories that are none of the four types are left out.
 */
final class TaskSources {

    /** The public sets, whose label is that of the set or the category. */
    static final List<String> PUBLIC =
            List.of(
                    "mbjp",
                    "human-eval",
                    "cosqa",
                    "truthfulqa",
                    "cranfield",
                    "mt-bench",
                    "vicuna-bench",
                    "writingbench");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PER_SET = 250;

    private static final Map<String, String> CATEGORIES =
            Map.ofEntries(
                    Map.entry("coding", "coding"),
                    Map.entry("stem", "research"),
                    Map.entry("humanities", "research"),
                    Map.entry("generic", "research"),
                    Map.entry("knowledge", "research"),
                    Map.entry("common-sense", "research"),
                    Map.entry("fermi", "research"),
                    Map.entry("counterfactual", "research"),
                    Map.entry("Literature Review", "research"),
                    Map.entry("Market Analysis", "research"),
                    Map.entry("Market Research", "research"),
                    Map.entry("Investment Analysis", "research"),
                    Map.entry("Regulatory Analysis", "research"),
                    Map.entry("Policy Interpretation", "research"),
                    Map.entry("Research Proposal", "research"),
                    Map.entry("Technical Documentation", "documentation"),
                    Map.entry("Requirements Specification", "documentation"),
                    Map.entry("Engineering Report", "documentation"));

    private TaskSources() {}

    /**
     * @param split {@code dev} or {@code test}
     */
    static List<LabeledTask> own(Path file, String split) throws IOException {
        List<LabeledTask> tasks = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t", -1);
            if (cells.length != 4) {
                throw WorkbenchException.damaged(
                        file + ": not four columns: " + line, "columns: id, split, label, text");
            }
            if (cells[1].equals(split)) {
                tasks.add(new LabeledTask(cells[0], "own", cells[2], cells[3]));
            }
        }
        return tasks;
    }

    /** At most 250 of a set, drawn by the seed. */
    static List<LabeledTask> of(String set, Datasets datasets, long seed) throws IOException {
        Path folder = datasets.load(datasets.named(set));
        List<LabeledTask> tasks = new ArrayList<>(read(set, folder));
        Collections.shuffle(tasks, new Random(seed));
        return tasks.size() <= MOST_PER_SET ? tasks : tasks.subList(0, MOST_PER_SET);
    }

    private static List<LabeledTask> read(String set, Path folder) throws IOException {
        return switch (set) {
            case "mbjp" ->
                    lines(
                            set,
                            Files.readAllLines(folder.resolve("mbjp_release_v1.2.jsonl")),
                            n -> "coding",
                            n -> n.path("description").asText());
            case "human-eval" ->
                    lines(
                            set,
                            gunzipped(folder.resolve("HumanEval.jsonl.gz")),
                            n -> "coding",
                            n -> docstring(n.path("prompt").asText()));
            case "cosqa" -> {
                List<LabeledTask> tasks = new ArrayList<>();
                JsonNode all =
                        JSON.readTree(folder.resolve("cosqa-retrieval-dev-500.json").toFile());
                for (JsonNode one : all) {
                    add(tasks, set, "coding", one.path("doc").asText());
                }
                yield tasks;
            }
            case "truthfulqa" -> {
                List<LabeledTask> tasks = new ArrayList<>();
                for (String line : Files.readAllLines(folder.resolve("TruthfulQA.csv"))) {
                    String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
                    if (cells.length > 3 && cells[2].replace("\"", "").endsWith("?")) {
                        add(tasks, set, "research", cells[2].replace("\"", ""));
                    }
                }
                yield tasks;
            }
            case "cranfield" -> {
                List<LabeledTask> tasks = new ArrayList<>();
                String text = Files.readString(folder.resolve("cran.qry"));
                for (String query : text.split("\\.I \\d+\\s+\\.W\\s+", -1)) {
                    add(tasks, set, "research", query.replace('\n', ' ').replace(" .", "").strip());
                }
                yield tasks;
            }
            case "mt-bench", "vicuna-bench" ->
                    lines(
                            set,
                            Files.readAllLines(folder.resolve("question.jsonl")),
                            n -> CATEGORIES.getOrDefault(n.path("category").asText(), ""),
                            n -> n.path("turns").path(0).asText());
            case "writingbench" ->
                    lines(
                            set,
                            Files.readAllLines(folder.resolve("benchmark_all.jsonl")),
                            n -> CATEGORIES.getOrDefault(n.path("domain2").asText(), ""),
                            n -> english(n.path("query").asText()));
            default -> throw WorkbenchException.usage("no set of tasks '" + set + "'", "" + PUBLIC);
        };
    }

    private static List<LabeledTask> lines(
            String set,
            List<String> lines,
            Function<JsonNode, String> label,
            Function<JsonNode, String> text)
            throws IOException {
        List<LabeledTask> tasks = new ArrayList<>();
        for (String line : lines) {
            JsonNode node = JSON.readTree(line);
            add(tasks, set, label.apply(node), text.apply(node));
        }
        return tasks;
    }

    private static void add(List<LabeledTask> tasks, String set, String label, String text) {
        if (!label.isEmpty() && text.length() > 3) {
            tasks.add(new LabeledTask(String.valueOf(tasks.size()), set, label, text));
        }
    }

    private static List<String> gunzipped(Path file) throws IOException {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    /** What stands between the quotes, up to the examples. */
    private static String docstring(String prompt) {
        String[] parts = prompt.split("\"\"\"|'''", -1);
        String text = parts.length < 3 ? "" : parts[parts.length - 2];
        int examples = text.indexOf(">>>");
        return (examples < 0 ? text : text.substring(0, examples)).replaceAll("\\s+", " ").strip();
    }

    private static String english(String text) {
        String beginning = text.substring(0, Math.min(200, text.length()));
        return beginning.chars().allMatch(c -> c < 0x2100) ? text : "";
    }
}
