package dev.engram.bench.task;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Running text to measure a model on. */
final class ProseText {

    /** Read where only speed is measured: what it says does not matter. */
    static final String SPEED_TEXT =
            ("A library is read more often than it is written. Who reads it wants to know what a"
                            + " method promises, which values it takes, and what happens at the"
                            + " edges. ")
                    .repeat(200);

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern INLINE_TAG =
            Pattern.compile("\\{@(?:code|link|linkplain|literal|value)\\s+#?([^{}]*)\\}");

    private ProseText() {}

    /**
     * The text of a UTF-8 file, or the prose of all Javadoc comments of a folder's Java files, in
     * the order of the paths.
     *
     * @throws WorkbenchException where there is no such path or nothing to read in it
     */
    static String of(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw WorkbenchException.missing(
                    "no text " + path, "give a text file, or a folder of Java sources");
        }
        String text = Files.isDirectory(path) ? ofSources(path) : Files.readString(path);
        if (text.isBlank()) {
            throw WorkbenchException.usage(
                    "nothing to read in " + path, "give a text file, or a folder of Java sources");
        }
        return text;
    }

    private static String ofSources(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
        StringBuilder prose = new StringBuilder();
        for (Path file : files) {
            Matcher comments = JAVADOC.matcher(Files.readString(file));
            while (comments.find()) {
                String plain = plain(comments.group(1));
                if (plain.length() > 60) {
                    prose.append(plain).append("\n\n");
                }
            }
        }
        return prose.toString();
    }

    /** A comment's main description without stars, tags and HTML. */
    static String plain(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\*+ ?", "");
        int tags = indexOfBlockTag(text);
        text = tags < 0 ? text : text.substring(0, tags);
        text = INLINE_TAG.matcher(text).replaceAll("$1");
        text = text.replaceAll("(?i)</?(?:em|strong|code|b|i|a|tt|sub|sup)\\b[^<>]{0,80}>", "");
        text = text.replaceAll("</?[a-zA-Z][^<>]{0,80}>", " ");
        text =
                text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&nbsp;", " ")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
        return text.replaceAll("\\s+", " ").strip();
    }

    private static int indexOfBlockTag(String text) {
        Matcher tag = Pattern.compile("(?m)^\\s*@[a-z]+").matcher(text);
        return tag.find() ? tag.start() : -1;
    }
}
