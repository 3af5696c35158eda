import dev.engram.engram.Engram;
import dev.engram.engram.text.Tokenizer;
import dev.engram.engram.QueryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/**
 * Opens an engram, asks it real questions on one thread, and asks Lucene's BM25 over the same passages and tokens the same.
 * Questions are first sentences of Javadoc comments of the passages themselves, drawn by a fixed seed. Both answer with ten hits.
 * Arguments: engram, number of questions, folder for Lucene's index.
 */
public class SearchScale {
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*\\s*(?:\\*\\s*)?([A-Z][^.@{<]{20,200})\\.");

    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long begin = System.nanoTime();
        Engram engram = Engram.open(path);
        sample("open", begin, "ms", 0);
        begin = System.nanoTime();
        engram.query("open a file", QueryOptions.defaults());
        sample("first", begin, "ms", 0);

        List<String> sentences = new ArrayList<>();
        int[] passages = {0};
        FSDirectory folder = FSDirectory.open(Path.of(arguments[2]));
        try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(new WhitespaceAnalyzer(1 << 20)))) {
            engram.passages(
                    passage -> {
                        passages[0]++;
                        Matcher found = SENTENCE.matcher(passage.text());
                        if (found.find()) {
                            sentences.add(found.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " "));
                        }
                        Document document = new Document();
                        document.add(new TextField("text", String.join(" ", Tokenizer.tokens(passage.text())), Field.Store.NO));
                        document.add(new StoredField("path", passage.path() + ":" + passage.startLine()));
                        try {
                            writer.addDocument(document);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
        }
        System.out.printf(Locale.ROOT, "{\"passages\": %d}%n", passages[0]);
        Random random = new Random(7);
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 2 * count; i++) {
            questions.add(sentences.get(random.nextInt(sentences.size())));
        }
        List<String> warm = questions.subList(count, 2 * count);
        for (String question : warm) {
            engram.query(question, QueryOptions.defaults());
        }
        timed("lexical", count, i -> query(engram, questions.get(i)));
        engram.close();
        try (DirectoryReader reader = DirectoryReader.open(folder)) {
            IndexSearcher lucene = new IndexSearcher(reader);
            for (String question : warm) {
                query(lucene, question);
            }
            timed("lucene", count, i -> query(lucene, questions.get(i)));
        }
    }

    private static void query(Engram engram, String question) {
        try {
            engram.query(question, QueryOptions.defaults());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void query(IndexSearcher lucene, String question) {
        BooleanQuery.Builder terms = new BooleanQuery.Builder();
        for (String token : new LinkedHashSet<>(Tokenizer.tokens(question))) {
            terms.add(new TermQuery(new Term("text", token)), BooleanClause.Occur.SHOULD);
        }
        try {
            for (ScoreDoc hit : lucene.search(terms.build(), 10).scoreDocs) {
                lucene.storedFields().document(hit.doc);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void timed(String name, int count, IntConsumer query) {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            query.accept(i);
            millis[i] = (System.nanoTime() - begin) / 1e6;
            System.out.printf(Locale.ROOT, "{\"metric\": \"%s\", \"value\": %.4f, \"unit\": \"ms\", \"item\": \"%d\"}%n", name, millis[i], i);
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "{\"%sP99\": %.4f}%n", name, millis[(int) Math.ceil(count * 0.99) - 1]);
    }

    private static void sample(String name, long begin, String unit, int item) {
        System.out.printf(Locale.ROOT, "{\"metric\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"item\": \"%d\"}%n", name, (System.nanoTime() - begin) / 1e6, unit, item);
    }
}
