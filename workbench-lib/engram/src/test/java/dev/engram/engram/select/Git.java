package dev.engram.engram.select;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The git of the machine, for comparison. */
public final class Git {

    private Git() {}

    /** Whether there is one. */
    public static boolean present() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An empty repository; nothing of the user's configuration holds in it. */
    public static void init(Path folder) throws IOException {
        run(folder, "", "init", "-q", ".");
        Files.createDirectories(folder.resolve(".git/info"));
    }

    /** As much of an empty repository as git needs to read ignore files, without starting it. */
    static void skeleton(Path folder) throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git"));
        Files.createDirectories(git.resolve("objects"));
        Files.createDirectories(git.resolve("refs/heads"));
        Files.createDirectories(git.resolve("info"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
    }

    /** The paths, each relative to the repository, that git ignores. */
    static Set<String> ignored(Path folder, Collection<String> paths) throws IOException {
        String input = String.join("\0", paths) + "\0";
        String out = run(folder, input, "check-ignore", "--no-index", "-z", "--stdin");
        Set<String> ignored = new TreeSet<>(List.of(out.split("\0")));
        ignored.remove("");
        return ignored;
    }

    /** Runs git and returns what it prints. */
    public static String run(Path folder, String input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-c",
                                "core.excludesFile=",
                                "-c",
                                "user.name=Test",
                                "-c",
                                "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
