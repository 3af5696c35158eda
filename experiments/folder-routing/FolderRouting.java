import dev.engram.base.Progress;
import dev.engram.engram.Engram;
import dev.engram.engram.Hits;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.IngestResult;
import dev.engram.engram.QueryOptions;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for the folder of a file by the first sentence of a Javadoc comment in it, over a copy of the tree in which all such comments are
 * blanked. Files whose path hashes to an even number give the dev questions, the others the test questions.
 * Arguments: tree of sources, folder for data, split (dev or test), number of questions. Times are CPU time of the one thread that searches.
 */
public class FolderRouting {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile("^/\\*\\*\\s*(?:\\*\\s*)?([A-Z][^.@{<]{20,200})\\.");

    private record Question(String text, String folder) {}

    public static void main(String[] arguments) throws Exception {
        Path tree = Path.of(arguments[0]);
        Path data = Path.of(arguments[1]);
        boolean dev = arguments[2].equals("dev");
        int count = Integer.parseInt(arguments[3]);
        Path blanked = data.resolve("blanked");
        List<Question> questions = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String path = tree.relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Matcher comment = COMMENT.matcher(text);
                StringBuilder kept = new StringBuilder();
                while (comment.find()) {
                    Matcher sentence = SENTENCE.matcher(comment.group());
                    if (sentence.find() && (path.hashCode() & 1) == (dev ? 0 : 1)) {
                        questions.add(new Question(sentence.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " "), parent(path)));
                    }
                    comment.appendReplacement(kept, Matcher.quoteReplacement(comment.group().replaceAll("[^\\n]", "")));
                }
                comment.appendTail(kept);
                Path copy = blanked.resolve(path);
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, kept, StandardCharsets.ISO_8859_1);
                folders.add(parent(path));
            }
        }
        Collections.shuffle(questions, new Random(7));
        Path engram = data.resolve("routing.engram");
        IngestResult result = Engram.ingest(blanked, engram, IngestOptions.defaults().withNodes(true), Progress.none());
        sample("nodesMillis", result.stageMillis().get("nodes"), "all");
        sample("indexBytes", result.indexBytes(), "all");
        long nodes;
        try (Stream<Path> files = Files.walk(engram)) {
            nodes = files.filter(f -> f.toString().endsWith(".nodes")).mapToLong(f -> f.toFile().length()).sum();
        }
        sample("nodesBytes", nodes, "all");
        sample("folders", folders.size(), "all");
        try (Engram open = Engram.open(engram)) {
            List<Question> asked = questions.subList(0, Math.min(count, questions.size()));
            for (Question question : asked.subList(0, Math.min(100, asked.size()))) { // warm-up
                open.query(question.text, QueryOptions.defaults());
                open.query(question.text, QueryOptions.defaults().withBeam(16));
            }
            for (int i = 0; i < asked.size(); i++) {
                Question question = asked.get(i);
                String item = "question " + i;
                List<String> ranked = open.queryFiles(question.text, QueryOptions.top(1).withBeam(1 << 20)).folders();
                int rank = ranked.indexOf(question.folder) + 1;
                sample("goldInTenth", rank > 0 && rank <= Math.ceil(folders.size() / 10.0) ? 1 : 0, item);
                int tenth = (int) Math.ceil(folders.size() / 10.0);
                List<String> descent = open.queryFiles(question.text, QueryOptions.top(1).withBeam(tenth)).folders();
                sample("goldInDescent", descent.contains(question.folder) ? 1 : 0, item);
                long begin = cpu();
                Hits plain = open.queryFiles(question.text, QueryOptions.top(10));
                sample("plain", (cpu() - begin) / 1e6, item);
                sample("plainFound", inFolder(plain, question), item);
                for (int beam : new int[] {4, 16, 64}) {
                    begin = cpu();
                    Hits hits = open.queryFiles(question.text, QueryOptions.top(10).withBeam(beam));
                    sample("beam" + beam, (cpu() - begin) / 1e6, item);
                    sample("beam" + beam + "Found", inFolder(hits, question), item);
                    boolean same = !plain.hits().isEmpty() && !hits.hits().isEmpty() && plain.first().path().equals(hits.first().path());
                    sample("beam" + beam + "First", same || plain.hits().isEmpty() ? 1 : 0, item);
                }
            }
        }
    }

    private static int inFolder(Hits hits, Question question) {
        return hits.hits().stream().anyMatch(h -> parent(h.path()).equals(question.folder)) ? 1 : 0;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void sample(String metric, double value, String item) {
        System.out.printf(Locale.ROOT, "{\"metric\": \"%s\", \"value\": %.4f, \"item\": \"%s\"}%n", metric, value, item);
    }
}
