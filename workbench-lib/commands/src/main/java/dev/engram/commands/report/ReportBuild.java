package dev.engram.commands.report;

import dev.engram.bench.report.Report;
import dev.engram.bench.report.ReportBuilder;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.bench.Results;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds the HTML report. */
@Command(
        name = "build",
        description = "Build one self-contained HTML report from a folder of results.",
        footer = {"", "Example: workbench report build results -o report.html"})
public final class ReportBuild extends Verb<Report> {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String results = "results";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: ${DEFAULT-VALUE}).")
    private String output = "report.html";

    @Option(
            names = "--only",
            paramLabel = "EXPERIMENT",
            split = ",",
            description = "Only these experiments.")
    private List<String> only = new ArrayList<>();

    /** For picocli. */
    public ReportBuild() {}

    /** A report of all experiments of a folder. */
    public ReportBuild(String results, String output) {
        this.results = results;
        this.output = output;
    }

    @Override
    public Report run(VerbContext context) throws Exception {
        return ReportBuilder.build(
                Results.open(context, results), only, context.resolve(output), Instant.now());
    }
}
