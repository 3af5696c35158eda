package dev.engram.commands.engram;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Channel;
import dev.engram.engram.Engrams;
import dev.engram.engram.Hit;
import dev.engram.engram.Hits;
import dev.engram.engram.QueryOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches an engram. */
@Command(
        name = "query",
        description = {
            "Find the passages most like a text, by its words and, where the engram has a semantic"
                    + " channel, its meaning.",
            "Several engrams with commas: -e a.engram,b.engram gives one ranking.",
            "With --run-file: answer many queries into a TREC run, best passage per file."
        },
        footer = {"", "Example: workbench engram query -e src.engram \"parse a date\" -k 5"})
public final class Query extends Verb<Hits> {

    @Parameters(
            index = "0..*",
            paramLabel = "TEXT",
            description = "What to look for, in plain words, names or code.")
    private List<String> words = List.of();

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Take the text from a file: finds passages like it.")
    private @Nullable String file;

    @Option(
            names = {"-k", "--top-k"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many hits at most. Default: ${DEFAULT-VALUE}.")
    private int k = QueryOptions.DEFAULT_K;

    @Option(
            names = "--scope",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Only files at or below this path of the engram.")
    private String scope = "";

    @Option(
            names = "--hierarchical",
            description =
                    "From coarse to fine: descend to the best folders by their vectors, then search"
                            + " only there. Needs an engram made with --nodes.")
    private boolean hierarchical;

    @Option(
            names = "--beam",
            paramLabel = "N",
            defaultValue = "16",
            description =
                    "How many folders --hierarchical follows on each level. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int beam = QueryOptions.DEFAULT_BEAM;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            defaultValue = "auto",
            description =
                    "Compare words (lexical), meaning (semantic) or both (fused). Default: both"
                            + " where the engram knows meanings.",
            completionCandidates = Channels.class)
    private String channel = "auto";

    @Option(
            names = "--any",
            description = "Show the nearest passages even where none seems relevant.")
    private boolean any;

    @Option(
            names = "--run-file",
            paramLabel = "QUERIES.tsv",
            description = "Queries, one a line: id, tab, text. Needs -o.")
    private @Nullable String runFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Where the TREC run of --run-file goes: id Q0 path rank score tag.")
    private @Nullable String output;

    public Query() {}

    /** Completes {@code --channel}. */
    static final class Channels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Channel.values()).map(Channel::label).iterator();
        }
    }

    /** For Java calls. */
    Query(String engram, String text, QueryOptions options) {
        this.engram = new EngramOption(engram);
        this.words = List.of(text);
        this.k = options.k();
        this.scope = options.scope();
        this.hierarchical = options.beam() > 0;
        this.beam = options.beam() > 0 ? options.beam() : beam;
        this.channel = options.channel().label();
    }

    /** For Java calls: a file's text is the query. */
    static Query similar(String engram, String file, QueryOptions options) {
        Query query = new Query(engram, "", options);
        query.file = file;
        return query;
    }

    @Override
    public Hits run(VerbContext context) throws Exception {
        if (beam < 1) {
            throw WorkbenchException.usage(
                    "--beam must be at least 1, not " + beam, "example: --hierarchical --beam 16");
        }
        QueryOptions options =
                new QueryOptions(k, scope, Channel.of(channel), hierarchical ? beam : 0);
        if (runFile != null) {
            int count = runAll(context, context.resolve(runFile), options);
            return new Hits(List.of(), count + " queries answered into " + output);
        }
        if (output != null) {
            throw WorkbenchException.usage(
                    "-o goes with --run-file", "for hits as JSON add --json");
        }
        String text = text(context);
        try (OpenEngrams stored = OpenEngrams.of(engram.paths(context))) {
            Hits hits = Engrams.query(stored.engrams(), text, options);
            return any ? hits.anyway() : hits;
        }
    }

    private String text(VerbContext context) throws IOException {
        if (file != null) {
            byte[] bytes = Files.readAllBytes(context.resolve(file));
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (words.isEmpty() && context.body() != null) {
            return context.body();
        }
        return String.join(" ", words);
    }

    private int runAll(VerbContext context, Path queries, QueryOptions options) throws IOException {
        if (output == null) {
            throw WorkbenchException.usage(
                    "--run-file needs -o for the run", "example: --run-file q.tsv -o run.txt");
        }
        List<String> lines = Files.readAllLines(queries);
        Path target = context.resolve(output);
        int count = 0;
        try (OpenEngrams stored = OpenEngrams.of(engram.paths(context));
                BufferedWriter out = Files.newBufferedWriter(target)) {
            String tag = "engram-" + Engrams.channel(stored.engrams(), options).label();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.isBlank()) {
                    continue;
                }
                int tab = line.indexOf('\t');
                if (tab <= 0) {
                    throw WorkbenchException.usage(
                            queries + ", line " + (i + 1) + ": no tab between id and text",
                            "one query a line: id, tab, text");
                }
                Interrupts.check("the run " + target + " is incomplete");
                String id = line.substring(0, tab);
                for (Hit hit :
                        Engrams.queryFiles(stored.engrams(), line.substring(tab + 1), options)) {
                    out.write(
                            String.format(
                                    Locale.ROOT,
                                    "%s Q0 %s %d %.6f %s%n",
                                    id,
                                    hit.path().replace(' ', '_'),
                                    hit.rank(),
                                    hit.score(),
                                    tag));
                }
                count++;
            }
        }
        return count;
    }
}
