package dev.engram.bench.retrieval;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.retrieval.KnownItem.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes known items of Java sources: the first sentence of a method's Javadoc is the query, the
 * method the answer. Every Javadoc comment is blanked in the copy that is searched, so that no
 * query stands in any passage; lines keep their numbers.
 */
public final class JavadocItems {

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern INLINE_TAG =
            Pattern.compile("\\{@(?:code|link|linkplain|literal|value)\\s+#?([^{}]*)\\}");
    private static final int LEAST_WORDS = 4;

    private JavadocItems() {}

    /**
     * Reads all methods of a folder's Java files.
     *
     * @return items in the order of the files, one for each different sentence
     * @throws WorkbenchException where there is no Java compiler or no documented method
     */
    public static List<KnownItem> of(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw WorkbenchException.missing(
                    "reading Java sources needs a JDK, this JVM is a runtime only",
                    "run the workbench with a JDK 25");
        }
        Map<String, List<Place>> bySentence = new LinkedHashMap<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(d -> {}, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> paths = javaFiles(sources);
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    d -> {},
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(paths));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                Interrupts.check("no queries were made");
                Path file = Path.of(unit.getSourceFile().toUri());
                String path = sources.relativize(file).toString().replace('\\', '/');
                collect(unit, trees, path, bySentence);
            }
        }
        List<KnownItem> items = new ArrayList<>();
        bySentence.forEach(
                (sentence, places) -> {
                    Place first = places.getFirst();
                    items.add(
                            new KnownItem(
                                    first.path() + ":" + first.line(),
                                    sentence,
                                    List.copyOf(places)));
                });
        if (items.isEmpty()) {
            throw WorkbenchException.usage(
                    "no documented Java method in " + sources, "give a folder of Java sources");
        }
        return items;
    }

    private static void collect(
            CompilationUnitTree unit,
            DocTrees trees,
            String path,
            Map<String, List<Place>> bySentence) {
        SourcePositions positions = trees.getSourcePositions();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                String comment = trees.getDocComment(getCurrentPath());
                if (comment != null) {
                    String sentence = firstSentence(comment);
                    if (sentence.split(" ").length >= LEAST_WORDS) {
                        long at =
                                method.getBody() == null
                                        ? positions.getEndPosition(unit, method) - 1
                                        : positions.getStartPosition(unit, method.getBody());
                        int line = (int) unit.getLineMap().getLineNumber(at);
                        bySentence
                                .computeIfAbsent(sentence, k -> new ArrayList<>())
                                .add(new Place(path, line));
                    }
                }
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }

    /** The first sentence of a comment as plain text; empty where it only inherits one. */
    static String firstSentence(String comment) {
        String text = comment;
        Matcher tag = Pattern.compile("(?m)^\\s*@[a-z]+").matcher(text);
        if (tag.find()) {
            text = text.substring(0, tag.start());
        }
        if (text.contains("{@inheritDoc}")) {
            return "";
        }
        text = INLINE_TAG.matcher(text).replaceAll("$1");
        int paragraph = text.indexOf("<p>");
        text = paragraph > 0 ? text.substring(0, paragraph) : text;
        text = text.replaceAll("<[^<>]{1,80}>", " ");
        text =
                text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&nbsp;", " ")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
        text = text.replaceAll("\\s+", " ").strip();
        Matcher end = Pattern.compile("\\.(?:\\s|$)").matcher(text);
        return end.find() ? text.substring(0, end.start()) : text;
    }

    /**
     * Copies the Java files of a folder with every Javadoc comment blanked; line breaks stay, so
     * lines keep their numbers.
     */
    public static void copyWithoutJavadoc(Path sources, Path target) throws IOException {
        for (Path file : javaFiles(sources)) {
            Interrupts.check("the copy is not complete");
            Path copy = target.resolve(sources.relativize(file).toString());
            Path folder = copy.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(copy, withoutJavadoc(Files.readString(file)));
        }
    }

    static String withoutJavadoc(String source) {
        return JAVADOC.matcher(source)
                .replaceAll(m -> Matcher.quoteReplacement(m.group().replaceAll("[^\\r\\n]+", "")));
    }

    private static List<Path> javaFiles(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            throw WorkbenchException.missing(
                    "no folder of sources " + sources, "give a folder of Java sources");
        }
        try (Stream<Path> walk = Files.walk(sources)) {
            return walk.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.endsWith("package-info.java"))
                    .filter(f -> !f.endsWith("module-info.java"))
                    .sorted()
                    .toList();
        }
    }
}
