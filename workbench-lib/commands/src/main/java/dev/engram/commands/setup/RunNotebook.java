package dev.engram.commands.setup;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.setup.internal.NotebookRunner;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a notebook headless, through the real kernel. */
@Command(
        name = "run",
        description = {
            "Run a notebook from top to bottom and stop at the first cell that fails.",
            "Parameters replace those of the cell tagged 'parameters'; their type is that of the declaration there."
        },
        footer = {"", "Example: workbench run notebooks/quickstart.ipynb -o out.ipynb -p topK 5"})
public final class RunNotebook extends Verb<NotebookRun> {

    @Parameters(
            arity = "1",
            paramLabel = "NOTEBOOK",
            description = "The notebook; it is not changed.")
    private String notebook = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.ipynb",
            description = "Write the notebook with its outputs here; written cell by cell.")
    private @Nullable String output;

    @Option(
            names = {"-p", "--parameter"},
            arity = "2",
            paramLabel = "NAME VALUE",
            hideParamSyntax = true,
            description = "Set a parameter of the notebook; may be given several times.")
    private List<String> parameters = List.of();

    /** Used by the command line, which fills the fields. */
    public RunNotebook() {}

    /** Used by the Java facade. */
    public RunNotebook(String notebook) {
        this.notebook = notebook;
    }

    @Override
    public NotebookRun run(VerbContext context) throws Exception {
        Path file = context.resolve(notebook);
        Path out = output == null ? null : context.resolve(output);
        NotebookRunner.check(file, out); // before minutes of set-up
        WorkbenchSetup setup = new WorkbenchSetup(context);
        setup.forNotebooks();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i + 1 < parameters.size(); i += 2) {
            values.put(parameters.get(i), parameters.get(i + 1));
        }
        long begin = System.nanoTime();
        int cells = new NotebookRunner(setup.python(), context.progress()).run(file, out, values);
        return new NotebookRun(notebook, output, cells, (System.nanoTime() - begin) / 1_000_000);
    }
}
