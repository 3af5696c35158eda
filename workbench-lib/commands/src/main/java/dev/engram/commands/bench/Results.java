package dev.engram.commands.bench;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.RunStore;
import dev.engram.commands.VerbContext;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens folders of results for the verbs that read them. */
public final class Results {

    private Results() {}

    /**
     * The results in a folder.
     *
     * @throws WorkbenchException where there is no such folder
     */
    public static RunStore open(VerbContext context, String folder) {
        Path root = context.resolve(folder);
        if (!Files.isDirectory(root)) {
            throw WorkbenchException.missing(
                    "no folder of results " + root,
                    "run an experiment first: workbench bench run FILE.yaml -o " + folder);
        }
        return new RunStore(root);
    }
}
