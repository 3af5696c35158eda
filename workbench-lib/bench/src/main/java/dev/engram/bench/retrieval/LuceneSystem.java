package dev.engram.bench.retrieval;

import dev.engram.engram.Passage;
import dev.engram.engram.text.Tokenizer;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
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
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene's BM25 with its default parameters over the same passages and the same tokens: texts are
 * tokenized by ours, and Lucene splits the tokens at blanks again. In memory.
 */
public final class LuceneSystem implements RetrievalSystem {

    private static final String TEXT = "text";

    /** Lucene tells about its vector code at INFO, which has no place in a notebook. */
    private static final Logger LOG = Logger.getLogger("org.apache.lucene");

    static {
        LOG.setLevel(Level.WARNING);
    }

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    /** Indexes passages. */
    public LuceneSystem(Iterable<Passage> passages) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer(1 << 20));
        config.setSimilarity(new BM25Similarity());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (Passage passage : passages) {
                Document document = new Document();
                document.add(
                        new TextField(
                                TEXT,
                                String.join(" ", Tokenizer.tokens(passage.text())),
                                Field.Store.NO));
                document.add(new StoredField("path", passage.path()));
                document.add(new StoredField("start", passage.startLine()));
                document.add(new StoredField("end", passage.endLine()));
                writer.addDocument(document);
            }
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity());
    }

    @Override
    public String version() {
        return "Lucene " + Version.LATEST + ", BM25";
    }

    @Override
    public List<Found> search(String query, int k) throws IOException {
        return List.copyOf(scores(query, k).keySet());
    }

    /** The best passages with their scores, the best first. */
    Map<Found, Double> scores(String query, int k) throws IOException {
        BooleanQuery.Builder terms = new BooleanQuery.Builder();
        Set<String> seen = new HashSet<>();
        for (String token : Tokenizer.tokens(query)) {
            if (seen.add(token)) {
                terms.add(new TermQuery(new Term(TEXT, token)), BooleanClause.Occur.SHOULD);
            }
        }
        Map<Found, Double> found = new LinkedHashMap<>();
        for (ScoreDoc hit : searcher.search(terms.build(), k).scoreDocs) {
            Document document = searcher.storedFields().document(hit.doc);
            found.putIfAbsent(
                    new Found(
                            document.get("path"),
                            document.getField("start").numericValue().intValue(),
                            document.getField("end").numericValue().intValue()),
                    (double) hit.score);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}
