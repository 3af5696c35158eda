package dev.engram.engram.internal.documents;

import dev.engram.engram.documents.DocumentMetadata;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of one document: the file of its path in the tree of documents. It depends on the
 * document's name and content alone.
 *
 * @param format in lower case, such as {@code pdf}
 * @param unreadable why there is no text, or empty
 * @param metadata what the document says about itself
 * @param parts where pages and headings begin, ascending; a passage begins where its part does
 * @param text the extracted text in UTF-8, where it is not a part of the file; not to be changed
 */
public record DocumentRecord(
        String format,
        String unreadable,
        DocumentMetadata metadata,
        List<Part> parts,
        Optional<byte[]> text) {

    private static final int VERSION = 1;
    private static final int IN_FILE = 0;
    private static final int OWN_TEXT = 1;
    private static final int UNREADABLE = 2;

    /**
     * A passage with a place of its own.
     *
     * @param startByte its first byte, in the text or in the file
     * @param page from 1, or 0
     * @param label the headings above it, or empty
     */
    public record Part(int startByte, int page, String label) {}

    public DocumentRecord {
        parts = List.copyOf(parts);
    }

    /** The record of a document without text. */
    public static DocumentRecord unreadable(String format, String reason) {
        return new DocumentRecord(
                format, reason, DocumentMetadata.NONE, List.of(), Optional.empty());
    }

    /** Whether it says nothing that the file alone does not. */
    public boolean isPlain() {
        return unreadable.isEmpty()
                && text.isEmpty()
                && parts.isEmpty()
                && metadata.equals(DocumentMetadata.NONE);
    }

    /** The part that begins at a byte. */
    public Optional<Part> part(int startByte) {
        int low = 0;
        int high = parts.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int start = parts.get(middle).startByte;
            if (start == startByte) {
                return Optional.of(parts.get(middle));
            }
            if (start < startByte) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** The canonical bytes; see docs/engram-format.md. */
    public byte[] toBytes() {
        int kind = !unreadable.isEmpty() ? UNREADABLE : text.isPresent() ? OWN_TEXT : IN_FILE;
        ByteWriter out = new ByteWriter(256 + parts.size() * 4 + text.map(t -> t.length).orElse(0));
        out.u8('D').u8(VERSION).u8(kind).text(format);
        if (kind == UNREADABLE) {
            return out.text(unreadable).toByteArray();
        }
        out.text(metadata.title()).varint(metadata.authors().size());
        metadata.authors().forEach(out::text);
        out.text(metadata.date()).text(metadata.doi()).text(metadata.arxivId());
        Map<String, Integer> labels = new LinkedHashMap<>();
        parts.forEach(part -> labels.putIfAbsent(part.label, labels.size()));
        out.varint(labels.size());
        labels.keySet().forEach(out::text);
        out.varint(parts.size());
        int last = 0;
        for (Part part : parts) {
            out.varint(part.startByte - last);
            out.varint(part.page).varint(labels.getOrDefault(part.label, 0));
            last = part.startByte;
        }
        text.ifPresent(out::block);
        return out.toByteArray();
    }

    /**
     * Reads a record.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED
     */
    public static DocumentRecord read(byte[] bytes, String what) {
        ByteReader in = new ByteReader(bytes, what);
        if (in.u8() != 'D' || in.u8() != VERSION) {
            throw in.damaged("it is not the record of a document");
        }
        int kind = in.u8();
        String format = in.text();
        if (kind == UNREADABLE) {
            String reason = in.text();
            if (reason.isEmpty()) {
                throw in.damaged("a reason is missing");
            }
            in.expectEnd();
            return unreadable(format, reason);
        }
        if (kind != IN_FILE && kind != OWN_TEXT) {
            throw in.damaged("its kind is unknown");
        }
        DocumentMetadata metadata =
                new DocumentMetadata(in.text(), texts(in), in.text(), in.text(), in.text());
        List<Part> parts = parts(in, texts(in));
        Optional<byte[]> text = kind == OWN_TEXT ? Optional.of(in.block()) : Optional.empty();
        in.expectEnd();
        return new DocumentRecord(format, "", metadata, parts, text);
    }

    private static List<Part> parts(ByteReader in, List<String> labels) {
        int count = in.count(3);
        List<Part> parts = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int gap = in.varint(Integer.MAX_VALUE - at);
            if (i > 0 && gap == 0) {
                throw in.damaged("two parts begin at one place");
            }
            at += gap;
            int page = in.varint(Integer.MAX_VALUE);
            parts.add(new Part(at, page, labels.get(index(in, labels.size()))));
        }
        return parts;
    }

    private static int index(ByteReader in, int size) {
        if (size == 0) {
            throw in.damaged("a label is missing");
        }
        return in.varint(size - 1);
    }

    private static List<String> texts(ByteReader in) {
        int count = in.count(1);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.text());
        }
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DocumentRecord that
                && java.util.Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(toBytes());
    }
}
