package dev.engram.bench.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads samples from the lines a command printed. */
final class SampleLines {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private SampleLines() {}

    /**
     * The samples of all lines that are JSON objects, in order.
     *
     * @param declared metrics of the experiment file, which give units to samples without one
     * @throws WorkbenchException where a line begins like a sample and is none
     */
    static List<Sample> read(List<String> lines, List<MetricSpec> declared) {
        Map<String, String> units =
                declared.stream()
                        .collect(
                                Collectors.toMap(
                                        MetricSpec::source, MetricSpec::unit, (a, b) -> a));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("{")) {
                JsonNode node = parse(line, i + 1);
                if (node.has("metric")) {
                    String metric = node.get("metric").asText();
                    String unit = node.path("unit").asText(units.getOrDefault(metric, ""));
                    String item = node.path("item").asText("");
                    samples.add(
                            new Sample(
                                    metric, number(node.path("value"), metric, i + 1), unit, item));
                } else {
                    int number = i + 1;
                    node.properties()
                            .forEach(
                                    e ->
                                            samples.add(
                                                    Sample.of(
                                                            e.getKey(),
                                                            number(
                                                                    e.getValue(),
                                                                    e.getKey(),
                                                                    number),
                                                            units.getOrDefault(e.getKey(), ""))));
                }
            }
        }
        return samples;
    }

    private static JsonNode parse(String line, int number) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw WorkbenchException.damaged(
                    "line " + number + " of the command's output is no JSON: " + shortened(line),
                    "print each sample as one JSON object on a line of its own");
        }
    }

    private static double number(JsonNode value, String metric, int line) {
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw WorkbenchException.damaged(
                    "line %d of the command's output: '%s' is no number but %s"
                            .formatted(line, metric, shortened(value.toString())),
                    "a sample is {\"metric\": \"name\", \"value\": 1.5} or {\"name\": 1.5}");
        }
        return value.asDouble();
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + " …";
    }
}
