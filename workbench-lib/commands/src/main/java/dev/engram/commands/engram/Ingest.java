package dev.engram.commands.engram;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.EngramKey;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.IngestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a folder as an engram. */
@Command(
        name = "ingest",
        description = {
            "Store a folder bit for bit and make it searchable.",
            "An engram that exists gets a new snapshot; its older ones stay."
        },
        footer = {
            "",
            "Example: workbench engram ingest src -e src.engram",
            "         workbench engram ingest . --git v1.2 -e release.engram"
        })
public final class Ingest extends Verb<IngestResult> {

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder to store.")
    private String folder = "";

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--git",
            paramLabel = "REV",
            description =
                    "Take this revision of the git repository around DIR (a branch, a tag, a hash)"
                            + " instead of the files on the disk; nothing is checked out.")
    private @Nullable String revision;

    @Option(
            names = {"-m", "--manifest"},
            paramLabel = "FILE",
            description = "Also write the manifest as JSON, for people and scripts.")
    private @Nullable String manifest;

    @Option(
            names = "--dims",
            paramLabel = "N",
            defaultValue = "auto",
            description =
                    "Dimensions of the hypervectors: auto, 10000, 50000, 100000; or none to store"
                            + " without an index. Default: ${DEFAULT-VALUE}.",
            completionCandidates = Dimensions.class)
    private String dimensions = "auto";

    @Option(
            names = "--semantic",
            paramLabel = "EMBEDDER",
            defaultValue = IngestOptions.NO_SEMANTIC,
            description =
                    "Also search by meaning: none, static (token vectors, quick), dense (a small"
                            + " model, slow) or another embedder. Default: ${DEFAULT-VALUE}.",
            completionCandidates = Semantics.class)
    private String semantic = IngestOptions.NO_SEMANTIC;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Take only what matches, such as '*.java' or 'src/**'. Repeatable.")
    private List<String> includes = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Leave out what matches, such as 'build' or '*.class'. Repeatable.")
    private List<String> excludes = new ArrayList<>();

    @Option(
            names = "--nodes",
            description = "Give folders vectors, too, for query --hierarchical. Updates keep them.")
    private boolean nodes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Worker threads. Default: all processors.")
    private int threads;

    public Ingest() {}

    /** For Java calls. */
    Ingest(String folder, String engram, IngestOptions options, @Nullable String manifest) {
        this.folder = folder;
        this.engram = new EngramOption(engram);
        this.manifest = manifest;
        this.dimensions = options.dimension() == 0 ? "none" : "" + options.dimension();
        this.includes = options.includes();
        this.excludes = options.excludes();
        this.threads = options.threads();
        this.nodes = options.nodes();
        this.semantic = options.semantic();
    }

    /** Completes {@code --semantic}. */
    static final class Semantics implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(IngestOptions.NO_SEMANTIC, "static", "dense").iterator();
        }
    }

    /** For Java calls: a revision of a git repository. */
    Ingest(String folder, String revision, String engram, IngestOptions options) {
        this(folder, engram, options, null);
        this.revision = revision;
    }

    /** Completes {@code --dims}. */
    static final class Dimensions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("auto", "10000", "50000", "100000", "none").iterator();
        }
    }

    @Override
    public IngestResult run(VerbContext context) throws Exception {
        if (manifest != null && EngramKey.isInForce()) {
            throw WorkbenchException.usage(
                    "an encrypted engram's manifest is not written in the clear",
                    "leave -m out; its paths are shown by: workbench engram list");
        }
        Path source = context.resolve(folder);
        Path target = engram.path(context);
        IngestOptions options =
                options(dimensions, includes, excludes, threads)
                        .withSemantic(semantic)
                        .withNodes(nodes);
        IngestResult result =
                revision == null
                        ? Engram.ingest(source, target, options, context.progress())
                        : Engram.ingestRevision(
                                source, revision, target, options, context.progress());
        if (manifest != null) {
            try (Engram stored = engram.open(context)) {
                stored.writeManifest(context.resolve(manifest));
            }
        }
        return result;
    }

    static IngestOptions options(
            String dimensions, List<String> includes, List<String> excludes, int threads) {
        if (threads < 0) {
            throw WorkbenchException.usage(
                    "--threads must be at least 1, not " + threads, "leave it out to use all");
        }
        int dimension;
        try {
            dimension =
                    switch (dimensions) {
                        case "auto" -> IngestOptions.AUTO_DIMENSION;
                        case "none" -> 0;
                        default -> Integer.parseInt(dimensions);
                    };
        } catch (NumberFormatException e) {
            throw WorkbenchException.usage(
                    "no number of dimensions: '" + dimensions + "'",
                    "choose auto, 10000, 50000, 100000 or none");
        }
        IngestOptions defaults = IngestOptions.defaults();
        return new IngestOptions(
                dimension,
                includes,
                excludes,
                threads == 0 ? defaults.threads() : threads,
                IngestOptions.NO_SEMANTIC,
                false);
    }
}
