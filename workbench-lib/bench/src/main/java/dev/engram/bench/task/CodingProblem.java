package dev.engram.bench.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A method to be completed, with a program that tests it (MBJP of amazon-science/mxeval).
 *
 * @param prompt class, comment with examples, and the head of the method
 * @param test a class {@code Main} that throws where an example does not hold
 * @param solution what the benchmark's makers wrote
 */
record CodingProblem(String id, String prompt, String test, String solution) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Those with a canonical solution, in the order of the file. */
    static List<CodingProblem> read(Path file) throws IOException {
        List<CodingProblem> problems = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                JsonNode node = JSON.readTree(line);
                String solution = node.path("canonical_solution").asText("");
                if (!solution.isBlank() && !solution.equals("null")) {
                    problems.add(
                            new CodingProblem(
                                    node.path("task_id").asText(),
                                    node.path("prompt").asText(),
                                    node.path("test").asText(),
                                    solution));
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw WorkbenchException.damaged(
                        file + ", line " + number + ": no JSON", "load the data set again");
            }
        }
        return problems;
    }

    /**
     * A slice of a sample drawn by a seed: the same sample for every slice.
     *
     * @param count size of the whole sample
     * @param slice from 0
     */
    static List<CodingProblem> slice(
            List<CodingProblem> all, int count, long seed, int slice, int slices) {
        List<CodingProblem> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        List<CodingProblem> drawn = shuffled.subList(0, Math.min(count, shuffled.size()));
        List<CodingProblem> chosen = new ArrayList<>();
        for (int i = slice; i < drawn.size(); i += slices) {
            chosen.add(drawn.get(i));
        }
        return chosen;
    }
}
