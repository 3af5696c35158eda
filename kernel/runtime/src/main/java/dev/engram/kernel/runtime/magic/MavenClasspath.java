package dev.engram.kernel.runtime.magic;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import dev.engram.base.process.ExternalCommand;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Resolves Maven projects to the jars of their class paths with the user's own {@code mvn}. What
 * was resolved once is known by its text and found again without Maven and without a network, as
 * long as the jars exist. Thread-safe.
 */
final class MavenClasspath {

    /** The parent pom pins the same version. */
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

    private static final Pattern NOT_FOUND =
            Pattern.compile(
                    "Could not find artifact ([^ ]+)|Failure to find ([^ ]+)"
                            + "|The following artifacts could not be resolved: ([^ ]+)");
    private static final Pattern ADDRESS = Pattern.compile(" ?(\\(?https?://[^ )]+\\)?)");

    private final Path cache;
    private final Map<String, String> environment;

    MavenClasspath(WorkbenchHome home, Map<String, String> environment) {
        this.cache = home.root().resolve("maven");
        this.environment = Map.copyOf(environment);
    }

    /**
     * The jars of a project's class path, in order.
     *
     * @param pom the text of a pom file
     * @param scope a Maven scope such as {@code runtime}
     * @param what names the project in messages
     */
    List<Path> resolve(String pom, String scope, String what, Progress progress)
            throws IOException, InterruptedException {
        Path known = cache.resolve(digest(scope + "\n" + pom) + ".classpath");
        Optional<List<Path>> jars = read(known);
        if (jars.isPresent() && !pom.contains("-SNAPSHOT<")) {
            return jars.get();
        }
        Files.createDirectories(cache);
        Path folder = Files.createTempDirectory(cache, "resolve");
        try {
            Files.writeString(folder.resolve("pom.xml"), pom);
            Path out = run(folder, scope, what, progress);
            Files.move(out, known, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            delete(folder);
        }
        return read(known)
                .orElseThrow(
                        () ->
                                WorkbenchException.resource(
                                        "Maven named jars of " + what + " that do not exist",
                                        "run the cell again",
                                        null));
    }

    private Path run(Path folder, String scope, String what, Progress progress)
            throws IOException, InterruptedException {
        Path mvn =
                Executables.onPath("mvn", environment)
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "Maven's mvn is not on the PATH",
                                                "install Maven 3.8 or newer"));
        Path out = folder.resolve("classpath");
        ExternalCommand.Result result =
                new ExternalCommand(
                                List.of(
                                        mvn.toString(),
                                        "-B",
                                        "-ntp",
                                        "-f",
                                        folder.resolve("pom.xml").toString(),
                                        PLUGIN + ":build-classpath",
                                        "-DincludeScope=" + scope,
                                        "-Dmdep.outputFile=" + out),
                                folder,
                                Map.of("JAVA_HOME", System.getProperty("java.home")))
                        .run(
                                line -> {},
                                () ->
                                        progress.update(
                                                "resolving " + what, 0, -1, Progress.Unit.ITEMS));
        if (result.exitCode() != 0 || !Files.isRegularFile(out)) {
            throw failure(what, result);
        }
        return out;
    }

    private static WorkbenchException failure(String what, ExternalCommand.Result result) {
        Matcher missing = NOT_FOUND.matcher(String.join("\n", result.tail()));
        if (missing.find()) {
            String artifact =
                    Stream.of(1, 2, 3)
                            .map(missing::group)
                            .filter(g -> g != null)
                            .findFirst()
                            .orElse(what);
            return WorkbenchException.missing(
                    "Maven finds no artifact " + artifact.replaceAll("[,;]$", ""),
                    "check group, artifact and version, and the repositories of your settings.xml");
        }
        return new WorkbenchException(
                Category.RESOURCE,
                "Maven could not resolve " + what + ": " + plain(result.tail(), result.complaint()),
                null,
                null);
    }

    /** The first error line, without the prefix and without addresses. */
    private static String plain(List<String> tail, String otherwise) {
        String line =
                tail.stream().filter(l -> l.startsWith("[ERROR] ")).findFirst().orElse(otherwise);
        return ADDRESS.matcher(line.replace("[ERROR] ", "")).replaceAll("");
    }

    /** The jars a former run wrote down, if all are still there. */
    private static Optional<List<Path>> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<Path> jars =
                Stream.of(Files.readString(file).strip().split(Pattern.quote(File.pathSeparator)))
                        .filter(entry -> !entry.isBlank())
                        .map(Path::of)
                        .toList();
        return jars.stream().allMatch(Files::exists) ? Optional.of(jars) : Optional.empty();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static String digest(String text) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
