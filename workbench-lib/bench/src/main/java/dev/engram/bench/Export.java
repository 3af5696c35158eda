package dev.engram.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Stored runs as flat rows, one a sample; each row repeats what the run is known by. Pure. */
public final class Export {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Export() {}

    /** One map a sample, all with the same keys in the same order. */
    public static List<Map<String, Object>> rows(List<RunRecord> runs) {
        List<String> factors =
                runs.stream()
                        .flatMap(r -> r.variant().values().keySet().stream())
                        .distinct()
                        .toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            int index = 0;
            for (Sample sample : run.samples()) {
                rows.add(row(run, sample, index++, factors));
            }
        }
        return rows;
    }

    private static Map<String, Object> row(
            RunRecord run, Sample sample, int index, List<String> factors) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("experiment", run.experiment());
        row.put("version", run.experimentVersion());
        row.put("task", run.task());
        row.put("variant", run.variant().name());
        for (String factor : factors) {
            row.put("variant." + factor, run.variant().values().getOrDefault(factor, ""));
        }
        row.put("repetition", run.repetition());
        row.put("status", run.status().name().toLowerCase(java.util.Locale.ROOT));
        row.put("startedAt", run.startedAt());
        row.put("cpu", run.machine().cpu());
        row.put("cores", run.machine().cores());
        row.put("jdk", run.machine().jdk());
        row.put("sample", index);
        row.put("metric", sample.metric());
        row.put("item", sample.item());
        row.put("value", sample.value());
        row.put("unit", sample.unit());
        return row;
    }

    /** JSON, one object a line. */
    public static String json(List<RunRecord> runs) {
        StringJoiner lines = new StringJoiner("\n", "", "\n").setEmptyValue("");
        for (Map<String, Object> row : rows(runs)) {
            try {
                lines.add(MAPPER.writeValueAsString(row));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a row is plain data", e);
            }
        }
        return lines.toString();
    }

    /** CSV after RFC 4180, with a heading. */
    public static String csv(List<RunRecord> runs) {
        StringBuilder csv = new StringBuilder();
        for (Map<String, Object> row : rows(runs)) {
            if (csv.isEmpty()) {
                line(csv, row.keySet());
            }
            line(csv, row.values());
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, Iterable<?> cells) {
        StringJoiner line = new StringJoiner(",", "", "\r\n");
        for (Object cell : cells) {
            String text = String.valueOf(cell);
            boolean quoted = text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
            line.add(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        csv.append(line);
    }
}
