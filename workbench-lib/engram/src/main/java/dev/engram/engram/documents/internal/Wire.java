package dev.engram.engram.documents.internal;

import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentLimits;
import dev.engram.engram.documents.DocumentMetadata;
import dev.engram.engram.documents.DocumentResult;
import dev.engram.engram.documents.DocumentText;
import dev.engram.engram.documents.Section;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What parent and worker process say to each other, through pipes. */
final class Wire {

    /** One document to read. */
    record Request(DocumentFormat format, byte[] content, DocumentLimits limits) {}

    private static final int MAX_ITEMS = 1 << 22;

    private Wire() {}

    static void write(DataOutputStream out, Request request) throws IOException {
        DocumentLimits limits = request.limits();
        out.writeByte(request.format().ordinal());
        out.writeLong(limits.maxBytes());
        out.writeInt(limits.maxCharacters());
        out.writeInt(limits.maxRatio());
        out.writeInt(limits.maxDepth());
        out.writeInt(limits.sectionCharacters());
        out.writeLong(limits.time().toMillis());
        out.writeInt(limits.workerMegabytes());
        bytes(out, request.content());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        DocumentFormat format = DocumentFormat.values()[in.readUnsignedByte()];
        DocumentLimits limits =
                new DocumentLimits(
                        in.readLong(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        Duration.ofMillis(in.readLong()),
                        in.readInt());
        return new Request(format, bytes(in, Integer.MAX_VALUE - 16), limits);
    }

    static void write(DataOutputStream out, DocumentResult result) throws IOException {
        switch (result) {
            case DocumentResult.Unreadable(String reason) -> {
                out.writeByte(0);
                string(out, reason);
            }
            case DocumentResult.Readable(DocumentText document) -> {
                out.writeByte(1);
                out.writeInt(document.sections().size());
                for (Section section : document.sections()) {
                    string(out, section.label());
                    out.writeInt(section.page());
                    out.writeInt(section.startLine());
                    out.writeInt(section.endLine());
                    string(out, section.text());
                }
                DocumentMetadata metadata = document.metadata();
                string(out, metadata.title());
                out.writeInt(metadata.authors().size());
                for (String author : metadata.authors()) {
                    string(out, author);
                }
                string(out, metadata.date());
                string(out, metadata.doi());
                string(out, metadata.arxivId());
            }
        }
        out.flush();
    }

    static DocumentResult readResult(DataInputStream in) throws IOException {
        if (in.readByte() == 0) {
            return new DocumentResult.Unreadable(string(in));
        }
        int count = count(in);
        List<Section> sections = new ArrayList<>(Math.min(count, 1000));
        for (int i = 0; i < count; i++) {
            sections.add(
                    new Section(string(in), in.readInt(), in.readInt(), in.readInt(), string(in)));
        }
        String title = string(in);
        int authorCount = count(in);
        List<String> authors = new ArrayList<>();
        for (int i = 0; i < authorCount; i++) {
            authors.add(string(in));
        }
        DocumentMetadata metadata =
                new DocumentMetadata(title, authors, string(in), string(in), string(in));
        return new DocumentResult.Readable(new DocumentText(sections, metadata));
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("count out of range: " + count);
        }
        return count;
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(bytes(in, 1 << 28), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in, int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new IOException("length out of range: " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new java.io.EOFException();
        }
        return bytes;
    }
}
