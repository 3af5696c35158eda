package dev.engram.commands.dataset;

import dev.engram.bench.dataset.Dataset;
import dev.engram.bench.dataset.Datasets;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings a data set onto this machine. */
@Command(
        name = "load",
        description = "Fetch a data set, verified, unless it is there; the result is its folder.",
        footer = {"", "Example: workbench dataset load commons-lang3"})
public final class DatasetLoad extends Verb<LoadedDataset> {

    @Parameters(
            paramLabel = "NAME[@VERSION]",
            description = "A name of 'dataset list'.",
            completionCandidates = Names.class)
    private String name = "";

    /** For picocli. */
    public DatasetLoad() {}

    /** For Java calls. */
    public DatasetLoad(String name) {
        this.name = name;
    }

    /** Completes names of data sets. */
    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return new Datasets(
                            dev.engram.base.WorkbenchHome.fromEnvironment(),
                            dev.engram.base.Progress.none())
                    .catalogue().stream().map(Dataset::name).distinct().iterator();
        }
    }

    @Override
    public LoadedDataset run(VerbContext context) throws Exception {
        Datasets datasets = new Datasets(context.home(), context.progress());
        Dataset dataset = datasets.named(name);
        Path folder = datasets.load(dataset);
        long files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).count();
        }
        return new LoadedDataset(
                dataset.name(), dataset.version(), folder.toString(), files, dataset.licence());
    }
}
