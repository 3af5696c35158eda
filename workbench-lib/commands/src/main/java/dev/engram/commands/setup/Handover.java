package dev.engram.commands.setup;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts an interactive program in place of this one. Under the launcher, the command is left in a
 * file and the launcher becomes that program, so that terminal, signals and exit code are its own;
 * elsewhere it runs as a child on the same terminal.
 */
final class Handover {

    /** Names the file; set by the launcher. */
    static final String VARIABLE = "WORKBENCH_HANDOVER";

    private Handover() {}

    /**
     * @param variables set on top of the environment
     * @param processEnvironment where {@link #VARIABLE} is looked up
     */
    static void to(
            List<String> command,
            Path folder,
            Map<String, String> variables,
            Map<String, String> processEnvironment)
            throws IOException, InterruptedException {
        String file = processEnvironment.get(VARIABLE);
        if (file != null && !file.isBlank()) {
            Files.writeString(Path.of(file), text(command, variables), StandardCharsets.UTF_8);
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(variables);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new WorkbenchException(
                    Category.FAILED, command.getFirst() + " ended with code " + code, null, null);
        }
    }

    /** Words for {@code env}, each ended by a NUL character. */
    static String text(List<String> command, Map<String, String> variables) {
        List<String> words = new ArrayList<>();
        variables.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        return String.join("\0", words) + "\0";
    }
}
