package dev.engram.kernel.runtime.magic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code %classpath}, {@code %jars}, {@code %load} and {@code %time}: magics on the session. */
final class SessionMagics {

    private static final List<String> ENDINGS = List.of("", ".jsh", ".jshell", ".java", ".ipynb");

    private final CellHost host;

    SessionMagics(CellHost host) {
        this.host = host;
    }

    /**
     * {@code %classpath PATH...}: jars, class folders and globs, also joined as in a class path.
     */
    void classpath(List<String> arguments) throws IOException {
        host.addToClasspath(entries("%classpath", arguments));
    }

    /** {@code %jars PATH...}: as {@code %classpath}; a folder stands for the jars in it. */
    void jars(List<String> arguments) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path entry : entries("%jars", arguments)) {
            jars.addAll(Files.isDirectory(entry) ? matches(entry, "*.jar") : List.of(entry));
        }
        host.addToClasspath(jars);
    }

    /** {@code %load FILE}: runs a file of Java snippets, or the code cells of a notebook. */
    void load(List<String> arguments) throws Exception {
        if (arguments.size() != 1) {
            throw WorkbenchException.usage(
                    "%load needs one file", "for example: %load helpers.jsh");
        }
        Path wanted = resolve(arguments.getFirst());
        Path file =
                ENDINGS.stream()
                        .map(ending -> Path.of(wanted + ending))
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "no such file: " + wanted,
                                                "%load takes .jsh, .jshell, .java or .ipynb"));
        if (file.toString().endsWith(".ipynb")) {
            for (String cell : codeCells(file)) {
                host.evaluate(cell);
            }
        } else {
            host.evaluate(read(file));
        }
    }

    /** {@code %time SOURCE} and {@code %%time}: runs Java, tells its times, gives its value. */
    @Nullable Object time(String source) throws Exception {
        if (source.isBlank()) {
            throw WorkbenchException.usage(
                    "%time needs Java to run", "for example: %time compute(5)");
        }
        CellHost.Evaluation ran = host.evaluate(source);
        host.print(Stopwatch.report(ran.wallNanos(), ran.cpuNanos()) + compilation(ran));
        return ran.value();
    }

    /** Compilation is told where it is long enough to matter to who waits. */
    private static String compilation(CellHost.Evaluation ran) {
        return ran.compileNanos() < 100_000_000L
                ? ""
                : " (compiled in " + Stopwatch.text(ran.compileNanos()) + ")";
    }

    /** The text of a file; a failure is one line. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new WorkbenchException(
                    Category.DAMAGED, file + " is not text in UTF-8", "save it as UTF-8", e);
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot read " + file, "check that it is a readable file", e);
        }
    }

    /** The sources of the code cells of a notebook, in order. */
    static List<String> codeCells(Path notebook) {
        JsonNode cells;
        try {
            cells = JsonMapper.builder().build().readTree(read(notebook)).path("cells");
        } catch (JsonProcessingException e) {
            throw WorkbenchException.damaged(
                    notebook + " is not a notebook: " + e.getOriginalMessage(),
                    "open it in Jupyter and save it again");
        }
        List<String> sources = new ArrayList<>();
        for (JsonNode cell : cells) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder source = new StringBuilder();
                if (cell.path("source").isArray()) {
                    cell.path("source").forEach(line -> source.append(line.asText()));
                } else {
                    source.append(cell.path("source").asText());
                }
                if (!source.toString().isBlank()) {
                    sources.add(source.toString());
                }
            }
        }
        return sources;
    }

    private List<Path> entries(String magic, List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            throw WorkbenchException.usage(
                    magic + " needs jars, class folders or globs",
                    "for example: " + magic + " lib/*.jar");
        }
        List<Path> entries = new ArrayList<>();
        for (String argument : arguments) {
            for (String one : argument.split(Pattern.quote(File.pathSeparator))) {
                entries.addAll(existing(one));
            }
        }
        return entries;
    }

    private List<Path> existing(String one) throws IOException {
        int wild = firstWildcard(one);
        if (wild < 0) {
            Path path = resolve(one);
            if (!Files.exists(path)) {
                throw WorkbenchException.missing(
                        "no such file or folder: " + path,
                        "paths are relative to " + host.workingDirectory());
            }
            return List.of(path);
        }
        int slash = Math.max(one.lastIndexOf('/', wild), one.lastIndexOf(File.separatorChar, wild));
        Path folder = slash < 0 ? host.workingDirectory() : resolve(one.substring(0, slash + 1));
        List<Path> found =
                Files.isDirectory(folder) ? matches(folder, one.substring(slash + 1)) : List.of();
        if (found.isEmpty()) {
            throw WorkbenchException.missing(
                    "nothing matches " + one, "paths are relative to " + host.workingDirectory());
        }
        return found;
    }

    private static int firstWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[{".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Files below a folder that match a glob, sorted. */
    private static List<Path> matches(Path folder, String glob) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        int depth = glob.contains("**") ? Integer.MAX_VALUE : glob.split("/").length;
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> !file.equals(folder))
                    .filter(file -> matcher.matches(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private Path resolve(String path) {
        String home = System.getProperty("user.home");
        return path.equals("~") || path.startsWith("~/")
                ? Path.of(home + path.substring(1)).normalize()
                : host.workingDirectory().resolve(path).normalize();
    }
}
