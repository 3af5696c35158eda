package dev.engram.commands.engram;

import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.engram.BundleResult;
import dev.engram.engram.Differences;
import dev.engram.engram.Documents;
import dev.engram.engram.EmbedResult;
import dev.engram.engram.EngramInfo;
import dev.engram.engram.ExtractOptions;
import dev.engram.engram.ExtractResult;
import dev.engram.engram.History;
import dev.engram.engram.Hits;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.IngestResult;
import dev.engram.engram.Listing;
import dev.engram.engram.MigrateResult;
import dev.engram.engram.PruneOptions;
import dev.engram.engram.PruneResult;
import dev.engram.engram.QueryOptions;
import dev.engram.engram.UpdateResult;
import java.util.List;
import java.util.function.Supplier;

/** One engram as Java calls. Immutable, thread-safe. */
public final class EngramHandle {

    private final String engram;
    private final Supplier<VerbContext> context;

    /**
     * @param engram its folder; relative paths count from the current folder
     */
    public EngramHandle(String engram, Supplier<VerbContext> context) {
        this.engram = engram;
        this.context = context;
    }

    /**
     * The same engram, opened with a key; the first ingest encrypts it.
     *
     * @param file the key file
     */
    public EngramHandle withKey(String file) {
        return new EngramHandle(engram, () -> context.get().withScope(new KeyScope(file)));
    }

    /** Stores a folder in it, with an index. */
    public IngestResult ingest(String folder) {
        return ingest(folder, IngestOptions.defaults());
    }

    /** Stores a folder in it. */
    @Runs(Ingest.class)
    public IngestResult ingest(String folder, IngestOptions options) {
        return VerbRunner.call(new Ingest(folder, engram, options, null), context.get());
    }

    /** Brings it up to date with a folder. */
    @Runs(Update.class)
    public UpdateResult update(String folder) {
        return VerbRunner.call(new Update(folder, engram, null), context.get());
    }

    /** Stores a revision of the git repository around a folder. */
    public IngestResult ingestRevision(String folder, String revision) {
        return VerbRunner.call(
                new Ingest(folder, revision, engram, IngestOptions.defaults()), context.get());
    }

    /** Brings it to a revision of the git repository around a folder. */
    public UpdateResult updateRevision(String folder, String revision) {
        return VerbRunner.call(new Update(folder, engram, revision), context.get());
    }

    /**
     * Makes it of other engrams.
     *
     * @param parts each {@code A.engram} or {@code A.engram=path}
     */
    @Runs(Bundle.class)
    public BundleResult bundle(String... parts) {
        return VerbRunner.call(new Bundle(engram, List.of(parts)), context.get());
    }

    /** Embeds what its semantic channel lacks. */
    @Runs(EmbedPassages.class)
    public EmbedResult embed() {
        return VerbRunner.call(new EmbedPassages(engram), context.get());
    }

    /** The ten passages most like a text. */
    public Hits query(String text) {
        return query(text, QueryOptions.defaults());
    }

    /** The {@code k} passages most like a text. */
    public Hits query(String text, int k) {
        return query(text, QueryOptions.top(k));
    }

    /** The passages most like a text. */
    @Runs(Query.class)
    public Hits query(String text, QueryOptions options) {
        return VerbRunner.call(new Query(engram, text, options), context.get());
    }

    /** The passages most like a file, such as similar code. */
    public Hits similar(String file, QueryOptions options) {
        return VerbRunner.call(Query.similar(engram, file, options), context.get());
    }

    /** Writes its files to a folder. */
    public ExtractResult extract(String output) {
        return extract(output, ExtractOptions.defaults());
    }

    /** Writes its files to a folder. */
    @Runs(Extract.class)
    public ExtractResult extract(String output, ExtractOptions options) {
        return VerbRunner.call(new Extract(engram, output, options), context.get());
    }

    /** Its entries. */
    public Listing list() {
        return list(List.of());
    }

    /** Its entries that match one of some globs. */
    @Runs(ListEntries.class)
    public Listing list(List<String> includes) {
        return VerbRunner.call(new ListEntries(engram, includes), context.get());
    }

    /** Its documents, with what they say about themselves. */
    public Documents documents() {
        return documents(List.of());
    }

    /** Its documents that match one of some globs. */
    @Runs(ListDocuments.class)
    public Documents documents(List<String> includes) {
        return VerbRunner.call(new ListDocuments(engram, includes), context.get());
    }

    /** Its numbers. */
    @Runs(Info.class)
    public EngramInfo info() {
        return VerbRunner.call(new Info(engram), context.get());
    }

    /** Its snapshots, the newest first. */
    @Runs(Log.class)
    public History log() {
        return VerbRunner.call(new Log(engram), context.get());
    }

    /** What differs between its two newest snapshots. */
    public Differences diff() {
        return diff("", "");
    }

    /** What differs between two of its snapshots, named by id or its beginning. */
    @Runs(Diff.class)
    public Differences diff(String from, String to) {
        return VerbRunner.call(new Diff(engram, from, to), context.get());
    }

    /** Reads all of it and says what is damaged. */
    @Runs(Check.class)
    public CheckReport check() {
        return VerbRunner.call(new Check(engram), context.get());
    }

    /** Makes it whole if it is damaged, with help of the folder it was made of if that is there. */
    public RepairReport repair() {
        return repair("");
    }

    /** Makes it whole if it is damaged, with help of a folder. */
    @Runs(Repair.class)
    public RepairReport repair(String source) {
        return VerbRunner.call(new Repair(engram, source), context.get());
    }

    /** Brings it to the newest format version. */
    @Runs(Migrate.class)
    public MigrateResult migrate() {
        return VerbRunner.call(new Migrate(engram), context.get());
    }

    /** Removes snapshots and what only they need. */
    @Runs(Prune.class)
    public PruneResult prune(PruneOptions options) {
        return VerbRunner.call(new Prune(engram, options), context.get());
    }

    @Override
    public String toString() {
        return "engram " + engram;
    }
}
