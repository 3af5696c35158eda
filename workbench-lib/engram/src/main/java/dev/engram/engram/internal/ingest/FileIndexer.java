package dev.engram.engram.internal.ingest;

import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentReader;
import dev.engram.engram.documents.DocumentResult;
import dev.engram.engram.internal.documents.DocumentRecord;
import dev.engram.engram.internal.documents.SearchableText;
import dev.engram.engram.internal.index.PassageIndexer;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.select.Secrets;
import dev.engram.engram.select.TextBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides how a file is searched: as a document, as text or code, or not at all, because it is
 * binary, unreadable or looks like a secret. One thread's.
 */
final class FileIndexer {

    private final PassageIndexer indexer;
    private final DocumentReader documents;
    private final FrameWriter frames;
    private final StageClock clock;
    private final List<String> notices = new ArrayList<>();
    private long unindexed;

    FileIndexer(
            PassageIndexer indexer,
            DocumentReader documents,
            FrameWriter frames,
            StageClock clock) {
        this.indexer = indexer;
        this.documents = documents;
        this.frames = frames;
        this.clock = clock;
    }

    /** The longest file of this name that is searched, in bytes. */
    static long mostBytes(String name) {
        Optional<DocumentFormat> format = DocumentFormat.ofName(name);
        return format.isPresent() && !isLines(format.get())
                ? DocumentReader.MAX_BYTES
                : FileReaderTask.MAX_INDEXED_BYTES;
    }

    /** Files that cannot be searched. */
    long unindexed() {
        return unindexed;
    }

    /** A line for each file that is kept, but held back from the index. */
    List<String> notices() {
        return notices;
    }

    /** Counts a file that is too long to be searched. */
    void tooLong() {
        unindexed++;
    }

    /** Indexes a file's content and sets the record of its entry, if it is a document. */
    void index(SourceEntry file, byte[] bytes, int from, int to) throws IOException {
        Stage before = clock.enter(Stage.INSPECT);
        try {
            String path = PathBytes.text(file.relative());
            Optional<Secrets.Finding> secret = Secrets.find(path, bytes, from, to);
            if (secret.isPresent()) {
                holdBack(secret.get().notice(path));
                return;
            }
            Optional<DocumentFormat> format = format(path, bytes, from, to);
            if (format.isEmpty() || !document(file, path, format.get(), bytes, from, to)) {
                text(file, bytes, from, to);
            }
        } finally {
            clock.enter(before);
        }
    }

    private static boolean isLines(DocumentFormat format) {
        return format.keepsLines() && format != DocumentFormat.HTML;
    }

    /** Plain text needs no reader, unless form feeds separate its pages. */
    private static Optional<DocumentFormat> format(String path, byte[] bytes, int from, int to) {
        Optional<DocumentFormat> format =
                DocumentFormat.of(path, Arrays.copyOfRange(bytes, from, Math.min(to, from + 8)));
        boolean plain = format.filter(f -> f == DocumentFormat.TEXT).isPresent();
        return plain && !holds(bytes, from, to, (byte) '\f') ? Optional.empty() : format;
    }

    private static boolean holds(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing is left to do: a text format that cannot be read is searched as it is. */
    private boolean document(
            SourceEntry file, String path, DocumentFormat format, byte[] bytes, int from, int to)
            throws IOException {
        clock.enter(Stage.EXTRACT);
        byte[] content = Arrays.copyOfRange(bytes, from, to);
        boolean binary = format == DocumentFormat.PDF || format == DocumentFormat.DOCX;
        switch (documents.read(format, content)) {
            case DocumentResult.Unreadable unreadable -> {
                if (!binary) {
                    return false;
                }
                String name = format.name().toLowerCase(Locale.ROOT);
                keep(file, DocumentRecord.unreadable(name, unreadable.reason()));
                holdBack(unreadable.notice(path));
            }
            case DocumentResult.Readable readable -> {
                SearchableText text = SearchableText.of(format, content, readable.document());
                Optional<Secrets.Finding> secret =
                        text.record().text().flatMap(own -> Secrets.find(path, own));
                if (secret.isPresent()) {
                    holdBack(secret.get().notice(path));
                    return true;
                }
                clock.enter(Stage.SPLIT);
                indexer.index(file.relative(), text.bytes(), text.places());
                if (!text.record().isPlain()) {
                    keep(file, text.record());
                }
            }
        }
        return true;
    }

    private void text(SourceEntry file, byte[] bytes, int from, int to) throws IOException {
        clock.enter(Stage.SPLIT);
        Optional<Charset> charset = TextBytes.charset(bytes, from, to);
        if (charset.isEmpty()) {
            unindexed++;
        } else if (charset.get().name().startsWith("UTF-16")) {
            byte[] utf8 =
                    TextBytes.decode(Arrays.copyOfRange(bytes, from, to), charset.get())
                            .getBytes(StandardCharsets.UTF_8);
            String path = PathBytes.text(file.relative());
            Optional<Secrets.Finding> secret = Secrets.find(path, utf8);
            if (secret.isPresent()) {
                holdBack(secret.get().notice(path));
                return;
            }
            indexer.index(file.relative(), file.name(), utf8, 0, utf8.length);
            keep(file, SearchableText.transcoded(utf8));
        } else {
            indexer.index(file.relative(), file.name(), bytes, from, to);
        }
    }

    private void holdBack(String notice) {
        notices.add(notice);
        unindexed++;
    }

    /** Stores a record; only after this may the file's bytes in the frame be written over. */
    private void keep(SourceEntry file, DocumentRecord record) throws IOException {
        file.setDocument(frames.addAll(record.toBytes()));
    }
}
