package dev.engram.base.fetch.internal;

import dev.engram.base.FileTrees;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.process.Executables;
import dev.engram.base.process.ExternalCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's own npm, pip and mvn, each asked for one package file; registries, mirrors, proxies
 * and credentials are theirs.
 */
public final class PackageManagers {

    /** The dependency plugin that copies single artifacts; the parent pom pins the same version. */
    static final String DEPENDENCY_PLUGIN =
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

    private final Path virtualEnvironment;
    private final Map<String, String> environment;
    private final Progress progress;

    public PackageManagers(
            Path virtualEnvironment, Map<String, String> environment, Progress progress) {
        this.virtualEnvironment = virtualEnvironment;
        this.environment = environment;
        this.progress = progress;
    }

    /** Packs {@code name@version} into {@code folder}. */
    public Path npm(String name, String version, Path folder)
            throws IOException, InterruptedException {
        Path programs = Executables.programsOf(virtualEnvironment);
        Path npm =
                Executables.onPath("npm", environment)
                        .or(() -> Executables.inFolder(programs, "npm"))
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "npm is neither on the PATH nor in " + programs,
                                                "install Node.js, or run: ./workbench setup"));
        Path out = emptyFolder(folder.resolve("out"));
        String path = npm.getParent() + File.pathSeparator + environment.getOrDefault("PATH", "");
        return run(
                "npm",
                name + "@" + version,
                List.of(
                        npm.toString(),
                        "pack",
                        name + "@" + version,
                        "--pack-destination",
                        out.toString(),
                        "--ignore-scripts",
                        "--loglevel=error",
                        "--no-update-notifier"),
                folder,
                out,
                Map.of("PATH", path));
    }

    /**
     * Downloads the wheel of {@code name==version} into {@code folder}; installs nothing.
     *
     * @param target pip's options that choose another wheel than the running Python's, or none
     */
    public Path pip(String name, String version, List<String> target, Path folder)
            throws IOException, InterruptedException {
        Path out = emptyFolder(folder.resolve("out"));
        Path temporary = emptyFolder(folder.resolve("tmp"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                python().toString(),
                                "-m",
                                "pip",
                                "download",
                                "--no-deps",
                                "--only-binary",
                                ":all:",
                                "--ignore-requires-python",
                                "--no-input",
                                "--disable-pip-version-check",
                                "--progress-bar",
                                "off",
                                "-d",
                                out.toString()));
        command.addAll(target);
        command.add(name + "==" + version);
        return run(
                "pip",
                name + "==" + version,
                command,
                folder,
                out,
                Map.of("TMPDIR", temporary.toString()));
    }

    /** Copies one Maven artifact, without its dependencies, into {@code folder}. */
    public Path maven(String coordinates, Path folder) throws IOException, InterruptedException {
        Path mvn =
                Executables.onPath("mvn", environment)
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "Maven's mvn is not on the PATH",
                                                "install Maven 3.8 or newer"));
        Path out = emptyFolder(folder.resolve("out"));
        return run(
                "mvn",
                coordinates,
                List.of(
                        mvn.toString(),
                        "-B",
                        "-ntp",
                        DEPENDENCY_PLUGIN + ":copy",
                        "-Dartifact=" + coordinates,
                        "-DoutputDirectory=" + out),
                folder,
                out,
                Map.of("JAVA_HOME", System.getProperty("java.home")));
    }

    private Path python() {
        return Executables.inFolder(Executables.programsOf(virtualEnvironment), "python")
                .or(() -> Executables.onPath("python3", environment))
                .or(() -> Executables.onPath("python", environment))
                .orElseThrow(
                        () ->
                                WorkbenchException.missing(
                                        "no python3 on the PATH", "install Python 3.10 or newer"));
    }

    private Path run(
            String manager,
            String what,
            List<String> command,
            Path folder,
            Path out,
            Map<String, String> variables)
            throws IOException, InterruptedException {
        String phase = "fetching " + what + " with " + manager;
        ExternalCommand.Result result =
                new ExternalCommand(command, folder, variables)
                        .run(
                                line -> {},
                                () ->
                                        progress.update(
                                                phase, sizeBytes(folder), -1, Progress.Unit.BYTES));
        Optional<Path> file = DownloadCache.onlyFile(out);
        if (result.exitCode() != 0 || file.isEmpty()) {
            throw WorkbenchException.resource(
                    "%s could not fetch %s: %s".formatted(manager, what, result.complaint()),
                    "check %s's registry settings and the network, then run the same command again"
                            .formatted(manager),
                    null);
        }
        return file.get();
    }

    private static Path emptyFolder(Path folder) throws IOException {
        FileTrees.delete(folder);
        return Files.createDirectories(folder);
    }

    private static long sizeBytes(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = new ArrayList<>(walk.filter(Files::isRegularFile).toList());
            return files.stream().map(Path::toFile).mapToLong(File::length).sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // The package manager moves its files while we count.
        }
    }
}
