package dev.engram.engram.internal.passages;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Splits the content of a file into passages by what its name says it is. An instance serves one
 * thread.
 */
public final class Splitter {

    private static final Set<String> BRACES =
            Set.of(
                    "java", "kt", "kts", "scala", "groovy", "cs", "go", "rs", "swift", "dart", "c",
                    "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "js", "mjs", "cjs",
                    "jsx", "ts", "tsx", "php", "proto", "css", "scss", "jsh");
    private static final Set<String> APOSTROPHE_STRINGS =
            Set.of("js", "mjs", "cjs", "jsx", "ts", "tsx", "php", "groovy", "dart", "css", "scss");
    private static final Set<String> PREPROCESSOR =
            Set.of("c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm", "cs");
    private static final Set<String> PYTHON = Set.of("py", "pyi", "pyx");
    private static final Set<String> MARKDOWN =
            Set.of("md", "markdown", "adoc", "asciidoc", "rst", "org");

    private final BraceSplitter braces = new BraceSplitter();
    private final PythonSplitter python = new PythonSplitter();
    private final TextSplitter text = new TextSplitter();

    /**
     * Splits a file that is text.
     *
     * @param name the file's name as bytes
     */
    public void split(byte[] name, byte[] bytes, int from, int to, PassageSink sink) {
        String extension = extension(name);
        int start = from;
        if (to - from >= 3
                && (bytes[from] & 0xFF) == 0xEF
                && (bytes[from + 1] & 0xFF) == 0xBB
                && (bytes[from + 2] & 0xFF) == 0xBF) {
            start += 3;
        }
        Windows windows = new Windows(bytes, from, sink);
        if (BRACES.contains(extension)) {
            braces.split(
                    bytes,
                    start,
                    to,
                    APOSTROPHE_STRINGS.contains(extension),
                    PREPROCESSOR.contains(extension),
                    windows);
        } else if (PYTHON.contains(extension)) {
            python.split(bytes, start, to, windows);
        } else {
            text.split(bytes, start, to, MARKDOWN.contains(extension), windows);
        }
    }

    private static String extension(byte[] name) {
        int dot = name.length - 1;
        while (dot >= 0 && name[dot] != '.') {
            dot--;
        }
        if (dot < 0 || name.length - dot > 12) {
            return "";
        }
        return new String(name, dot + 1, name.length - dot - 1, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
