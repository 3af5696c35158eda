package dev.engram.engram.select;

import dev.engram.base.WorkbenchException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the user's git for reading only: no prompts, no locks, no network, no foreign settings. */
final class GitCommand {

    private static final List<String> MISLEADING =
            List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY");

    private GitCommand() {}

    /** The one line that a command prints. */
    static String line(Path folder, String... arguments) {
        return new String(output(folder, arguments), StandardCharsets.UTF_8).strip();
    }

    /**
     * All that a command prints.
     *
     * @throws WorkbenchException MISSING with git's own words if it fails
     */
    static byte[] output(Path folder, String... arguments) {
        try {
            File errors = File.createTempFile("git", ".err");
            try {
                Process git = builder(folder, arguments).redirectError(errors).start();
                git.getOutputStream().close();
                byte[] out;
                try (InputStream in = git.getInputStream()) {
                    out = in.readAllBytes();
                }
                if (git.waitFor() != 0) {
                    throw failed(folder, errors);
                }
                return out;
            } finally {
                if (!errors.delete()) {
                    errors.deleteOnExit();
                }
            }
        } catch (IOException e) {
            throw notInstalled(e);
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted while git was reading");
        }
    }

    /** Starts a command that is spoken to; what it says of errors is dropped. */
    static Process start(Path folder, String... arguments) {
        try {
            return builder(folder, arguments)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw notInstalled(e);
        }
    }

    private static ProcessBuilder builder(Path folder, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "--no-pager",
                                "-c",
                                "protocol.allow=never",
                                "-c",
                                "core.fsmonitor=false",
                                "-c",
                                "log.showSignature=false"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(MISLEADING);
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("LC_ALL", "C");
        return builder;
    }

    private static WorkbenchException failed(Path folder, File errors) throws IOException {
        String said =
                java.nio.file.Files.readString(errors.toPath(), StandardCharsets.ISO_8859_1)
                        .lines()
                        .findFirst()
                        .orElse("git failed");
        if (said.contains("not a git repository")) {
            return WorkbenchException.missing(
                    "not in a git repository: " + folder,
                    "give a folder of a repository, or leave out --git");
        }
        return WorkbenchException.missing("git: " + said, "see 'git status' in " + folder);
    }

    private static WorkbenchException notInstalled(IOException cause) {
        return new WorkbenchException(
                WorkbenchException.Category.MISSING,
                "cannot run git: " + cause.getMessage(),
                "install git, or leave out --git",
                cause);
    }
}
