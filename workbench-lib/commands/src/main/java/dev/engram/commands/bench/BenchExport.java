package dev.engram.commands.bench;

import dev.engram.base.AtomicFiles;
import dev.engram.bench.Export;
import dev.engram.bench.RunRecord;
import dev.engram.bench.RunStore;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the samples of an experiment as a table. */
@Command(
        name = "export",
        description = "Write the raw samples of an experiment, one row a sample.",
        footer = {"", "Example: workbench bench export quantization --format csv -o samples.csv"})
public final class BenchExport extends Verb<ExportResult> {

    /** The form of the rows. */
    public enum Format {
        CSV,
        JSON
    }

    @Parameters(paramLabel = "EXPERIMENT", description = "Name of an experiment with results.")
    private String experiment = "";

    @Option(
            names = {"-r", "--results"},
            paramLabel = "DIR",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String results = "results";

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.CSV;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "The file to write (default: EXPERIMENT.csv or .json beside the records).")
    private String output = "";

    /** For picocli. */
    public BenchExport() {}

    BenchExport(String experiment, String results, Format format, String output) {
        this.experiment = experiment;
        this.results = results;
        this.format = format;
        this.output = output;
    }

    @Override
    public ExportResult run(VerbContext context) throws Exception {
        RunStore store = Results.open(context, results);
        store.experiment(experiment);
        List<RunRecord> runs = store.load(experiment).runs();
        String name = experiment + "." + format.name().toLowerCase(java.util.Locale.ROOT);
        Path file =
                output.isEmpty() ? store.folder(experiment).resolve(name) : context.resolve(output);
        String text =
                switch (format) {
                    case CSV -> Export.csv(runs);
                    case JSON -> Export.json(runs);
                };
        AtomicFiles.write(file, text);
        return new ExportResult(
                file.toString(),
                runs.size(),
                runs.stream().mapToInt(r -> r.samples().size()).sum());
    }
}
