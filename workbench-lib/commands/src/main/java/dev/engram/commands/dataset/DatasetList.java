package dev.engram.commands.dataset;

import dev.engram.bench.dataset.Datasets;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import picocli.CommandLine.Command;

/** Lists the catalogue of data sets. */
@Command(
        name = "list",
        description = "List the data sets that experiments use.",
        footer = {"", "Example: workbench dataset list"})
public final class DatasetList extends Verb<DatasetListing> {

    @Override
    public DatasetListing run(VerbContext context) {
        Datasets datasets = new Datasets(context.home(), context.progress());
        return new DatasetListing(
                datasets.catalogue().stream()
                        .map(d -> DatasetListing.Listed.of(d, datasets.present(d)))
                        .toList());
    }
}
