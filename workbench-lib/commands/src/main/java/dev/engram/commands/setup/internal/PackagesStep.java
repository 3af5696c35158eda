package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Installs one lock file into the virtual environment: pip checks the hash of every wheel, resolves
 * nothing and compiles nothing.
 */
public final class PackagesStep implements SetupStep {

    private final String name;
    private final String title;
    private final String lockName;
    private final PythonEnvironment environment;
    private final String witness;

    /**
     * @param lockName a lock of {@code config/}, such as {@code requirements.txt}
     * @param witness a file or folder in site-packages that is there after the installation
     */
    public PackagesStep(
            String name,
            String title,
            String lockName,
            PythonEnvironment environment,
            String witness) {
        this.name = name;
        this.title = title;
        this.lockName = lockName;
        this.environment = environment;
        this.witness = witness;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String inputs() throws IOException {
        return environment.folder() + " " + Texts.sha256(Resources.bytes("config/" + lockName));
    }

    @Override
    public boolean intact() {
        try {
            return Files.isExecutable(environment.python())
                    && Files.exists(environment.sitePackages().resolve(witness));
        } catch (IOException | WorkbenchException e) {
            return false;
        }
    }

    @Override
    public String install(Progress progress) throws IOException, InterruptedException {
        // A killed pip may leave a package that looks installed and is not: take nothing on trust.
        Path begun = environment.folder().resolve(".installing-" + name);
        boolean again = Files.exists(begun);
        Files.write(begun, new byte[0]);
        String detail = install(again, progress);
        Files.delete(begun);
        return detail;
    }

    private String install(boolean ignoreInstalled, Progress progress)
            throws IOException, InterruptedException {
        byte[] lock = Resources.bytes("config/" + lockName);
        Path file = environment.folder().resolve(lockName);
        Files.write(file, lock);
        long entries =
                new String(lock, StandardCharsets.UTF_8)
                        .lines()
                        .filter(l -> l.contains("=="))
                        .count();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger ignored = new AtomicInteger();
        AtomicReference<String> phase = new AtomicReference<>("fetching Python packages");
        ExternalCommand.Result result =
                environment.run(
                        List.of(
                                "-m",
                                "pip",
                                "install",
                                "--require-hashes",
                                "--no-deps",
                                "--only-binary",
                                ":all:",
                                "--no-compile",
                                ignoreInstalled ? "--ignore-installed" : "--exists-action=i",
                                "--no-input",
                                "--disable-pip-version-check",
                                "--progress-bar",
                                "off",
                                "-r",
                                file.toString()),
                        line -> {
                            if (line.startsWith("Ignoring ")) {
                                ignored.incrementAndGet();
                                seen.incrementAndGet();
                            } else if (line.startsWith("Collecting ")
                                    || line.startsWith("Requirement already")) {
                                seen.incrementAndGet();
                            } else if (line.startsWith("Installing collected")) {
                                phase.set("unpacking Python packages");
                            }
                        },
                        () ->
                                progress.update(
                                        phase.get(), seen.get(), entries, Progress.Unit.ITEMS));
        if (result.exitCode() != 0) {
            throw failure(result);
        }
        return "%d packages in %s".formatted(entries - ignored.get(), environment.folder());
    }

    private WorkbenchException failure(ExternalCommand.Result result) {
        String text = String.join("\n", result.tail());
        if (text.contains("DO NOT MATCH THE HASHES")) {
            String wheel =
                    result.tail().stream()
                            .filter(l -> l.contains("from ") && l.contains(lockName))
                            .map(String::strip)
                            .findFirst()
                            .orElse("a package");
            String hashes =
                    result.tail().stream()
                            .map(String::strip)
                            .filter(l -> l.startsWith("Expected") || l.startsWith("Got"))
                            .reduce((a, b) -> b.startsWith("Got") ? a + ", " + b : a)
                            .orElse("");
            return WorkbenchException.damaged(
                    "wrong hash: %s: %s".formatted(wheel, hashes.replaceAll("\\s+", " ")),
                    "pip's index gives another file than the pinned one; try: pip cache purge");
        }
        return WorkbenchException.resource(
                "pip could not install %s: %s".formatted(lockName, result.complaint()),
                "check pip's index settings and the network, then run the same command again",
                null);
    }
}
