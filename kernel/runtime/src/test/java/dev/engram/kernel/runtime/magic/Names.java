package dev.engram.kernel.runtime.magic;

import java.util.List;
import java.util.Set;

/** A small catalogue for tests: {@code %engram query} returns a String, all else is unknown. */
final class Names implements MagicCatalogue {

    @Override
    public Set<String> lineMagics() {
        return Set.of("engram", "bench", "time", "maven", "load");
    }

    @Override
    public Set<String> cellMagics() {
        return Set.of("engram", "bench", "time", "ask");
    }

    @Override
    public String resultType(String name, List<String> arguments, boolean cell) {
        return name.equals("engram") && arguments.contains("query")
                ? "java.lang.String"
                : "java.lang.Object";
    }

    /** Transforms with the ids of calls written as {@code #1}, {@code #2} … and short names. */
    static String readable(String cell) {
        TransformedCell transformed = MagicTransformer.transform(cell, new Names());
        String source = transformed.source().replace(MagicCalls.class.getName(), "M");
        int n = 1;
        for (MagicCall call : transformed.calls()) {
            source = source.replaceAll("\\((%d)(?=[,)])".formatted(call.id()), "(#" + n++);
        }
        return source.replace("java.lang.", "");
    }

    static List<MagicCall> calls(String cell) {
        return MagicTransformer.transform(cell, new Names()).calls();
    }

    /** Arguments of the only magic in a cell. */
    static List<String> arguments(String cell) {
        List<MagicCall> calls = calls(cell);
        if (calls.size() != 1) {
            throw new AssertionError("magics found: " + calls);
        }
        return calls.getFirst().arguments();
    }
}
