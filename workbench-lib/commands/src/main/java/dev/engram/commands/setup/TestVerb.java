package dev.engram.commands.setup;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Documents what the launcher itself does: it must not run from the jars it builds. */
@Command(
        name = "test",
        description = {
            "Check the format, compile with all checks, run every test, the notebooks among them.",
            "The last line says how many tests passed and failed."
        },
        footer = {
            "",
            "Example: ./workbench test",
            "Example: ./workbench test -pl workbench-lib/engram"
        })
@CommandLineOnly("it tests a clone of the project")
public final class TestVerb extends Verb<Started> {

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Passed on to Maven.")
    private List<String> rest = List.of();

    @Override
    public Started run(VerbContext context) {
        throw WorkbenchException.usage(
                "tests run from a clone of the project",
                "run there: ./workbench test " + String.join(" ", rest));
    }
}
