package dev.engram.commands.setup;

import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.setup.internal.RunningJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opens the JDK's own shell with the workbench at hand. */
@Command(
        name = "jshell",
        description =
                "Open JShell with the workbench imported, as in: engram(\"x\").query(\"parse dates\")",
        footer = {"", "Example: workbench jshell", "Example: workbench jshell script.jsh"})
@CommandLineOnly("it starts the program that Java calls are typed into")
public final class ShellVerb extends Verb<Started> {

    private static final List<String> JVM_FLAGS =
            List.of(
                    "--add-modules=jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "--enable-preview",
                    "-XX:+UseParallelGC",
                    "-Djava.awt.headless=true");
    private static final String STARTUP =
            """
            import static dev.engram.Workbench.*;
            """;

    @Parameters(
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Passed on to JShell: files to load, or '-' for standard input.")
    private List<String> rest = List.of();

    @Override
    public Started run(VerbContext context) throws Exception {
        Path folder = Files.createDirectories(context.home().root().resolve("jshell"));
        Files.createDirectories(folder.resolve(".java").resolve(".userPrefs"));
        Path startup = folder.resolve("startup.jsh");
        Files.writeString(startup, STARTUP);
        Handover.to(
                command(startup, folder, RunningJars.ofThisProcess().classPath()),
                context.workingDirectory(),
                Map.of("WORKBENCH_HOME", context.home().root().toString()),
                System.getenv());
        return new Started("JShell", "the workbench is imported; /exit leaves");
    }

    private List<String> command(Path startup, Path folder, String classPath) {
        var command = new java.util.ArrayList<String>();
        command.add(RunningJars.java().resolveSibling("jshell").toString());
        command.addAll(List.of("--class-path", classPath));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-preview"));
        JVM_FLAGS.forEach(flag -> command.add("-R" + flag));
        // Its history stays below WORKBENCH_HOME.
        command.add("-J-Djava.util.prefs.userRoot=" + folder);
        command.addAll(List.of("--startup", "DEFAULT", "--startup", startup.toString()));
        command.addAll(rest);
        return command;
    }
}
