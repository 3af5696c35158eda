import dev.engram.engram.internal.passages.Splitter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.ArrayList;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/** Indexes the passages of a tree, cut by the same splitter, with Lucene on all processors; stores no content. */
public class LuceneIngest {
    public static void main(String[] arguments) throws Exception {
        Path tree = Path.of(arguments[0]);
        List<Path> files;
        try (var walk = Files.walk(tree)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        int threads = Runtime.getRuntime().availableProcessors();
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(128);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(arguments[1])), config);
                var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int from = 0; from < files.size(); from += 128) {
                List<Path> part = files.subList(from, Math.min(files.size(), from + 128));
                parts.add(pool.submit(() -> {
                    Splitter splitter = new Splitter();
                    for (Path file : part) {
                        byte[] bytes = Files.readAllBytes(file);
                        if (!Splitter.isText(bytes, 0, bytes.length)) {
                            continue;
                        }
                        String path = tree.relativize(file).toString();
                        List<Document> documents = new ArrayList<>();
                        splitter.split(file.getFileName().toString().getBytes(StandardCharsets.UTF_8), bytes, 0, bytes.length,
                                (start, end, startLine, endLine) -> {
                                    Document document = new Document();
                                    document.add(new StringField("id", path + ":" + startLine, Field.Store.YES));
                                    document.add(new TextField("text", new String(bytes, start, end - start, StandardCharsets.UTF_8), Field.Store.NO));
                                    documents.add(document);
                                });
                        writer.addDocuments(documents);
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            writer.commit();
        }
    }
}
