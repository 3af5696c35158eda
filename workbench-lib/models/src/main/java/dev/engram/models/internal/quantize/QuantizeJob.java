package dev.engram.models.internal.quantize;

import dev.engram.models.gguf.GgmlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the process that quantizes is told, as lines of text.
 *
 * @param fileType number of the format
 * @param pure whether all tensors get that format
 * @param tensorTypes formats of single tensors
 * @param importance path of an importance matrix
 */
record QuantizeJob(
        String in,
        String out,
        int fileType,
        int threads,
        boolean pure,
        Map<String, GgmlType> tensorTypes,
        Optional<String> importance) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(in);
        lines.add(out);
        lines.add(Integer.toString(fileType));
        lines.add(Integer.toString(threads));
        lines.add(Boolean.toString(pure));
        lines.add(importance.orElse(""));
        tensorTypes.forEach((name, type) -> lines.add(type + " " + name));
        return lines;
    }

    static QuantizeJob of(List<String> lines) {
        Map<String, GgmlType> types = new LinkedHashMap<>();
        for (String line : lines.subList(6, lines.size())) {
            int space = line.indexOf(' ');
            types.put(line.substring(space + 1), GgmlType.valueOf(line.substring(0, space)));
        }
        return new QuantizeJob(
                lines.get(0),
                lines.get(1),
                Integer.parseInt(lines.get(2)),
                Integer.parseInt(lines.get(3)),
                Boolean.parseBoolean(lines.get(4)),
                types,
                Optional.of(lines.get(5)).filter(path -> !path.isEmpty()));
    }
}
