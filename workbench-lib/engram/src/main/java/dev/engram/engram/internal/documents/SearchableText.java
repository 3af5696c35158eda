package dev.engram.engram.internal.documents;

import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentMetadata;
import dev.engram.engram.documents.DocumentText;
import dev.engram.engram.documents.Section;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.documents.DocumentRecord.Part;
import dev.engram.engram.internal.index.SegmentReader.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A document as the index takes it: bytes, the places of its passages in them, and what is kept of
 * it. Where sections are lines of the file, these bytes are the file's own and nothing is stored
 * twice; otherwise they are the extracted text.
 *
 * @param bytes UTF-8; not to be changed
 * @param places one a section, in order
 * @param record what is kept
 */
public record SearchableText(byte[] bytes, List<Place> places, DocumentRecord record) {

    public SearchableText {
        places = List.copyOf(places);
    }

    /**
     * @param content the file's bytes
     * @param document what was read from it
     */
    public static SearchableText of(DocumentFormat format, byte[] content, DocumentText document) {
        Optional<SearchableText> inFile =
                format.keepsLines() && format != DocumentFormat.HTML
                        ? inFile(format, content, document)
                        : Optional.empty();
        return inFile.orElseGet(() -> extracted(format, document));
    }

    /** Text in an encoding that is not searched as it is: all of it is kept once more in UTF-8. */
    public static DocumentRecord transcoded(byte[] utf8) {
        return new DocumentRecord("text", "", DocumentMetadata.NONE, List.of(), Optional.of(utf8));
    }

    /** The sections as ranges of the file; empty if one is not there word for word. */
    private static Optional<SearchableText> inFile(
            DocumentFormat format, byte[] content, DocumentText document) {
        List<Place> places = new ArrayList<>();
        int at = 0;
        for (Section section : document.sections()) {
            int start = -1;
            int end = at;
            for (String line : section.text().split("\n", -1)) {
                byte[] wanted = line.getBytes(StandardCharsets.UTF_8);
                int found = indexOf(content, wanted, end);
                if (found < 0) {
                    return Optional.empty();
                }
                start = start < 0 ? found : start;
                end = found + wanted.length;
            }
            places.add(new Place(start, end, section.startLine(), section.endLine()));
            at = end;
        }
        return Optional.of(
                new SearchableText(
                        content, places, record(format, document, places, Optional.empty())));
    }

    private static SearchableText extracted(DocumentFormat format, DocumentText document) {
        ByteWriter text = new ByteWriter(1 << 12);
        List<Place> places = new ArrayList<>();
        int line = 1;
        for (Section section : document.sections()) {
            if (text.size() > 0) {
                text.u8('\n').u8('\n');
                line += 2;
            }
            int start = text.size();
            text.raw(section.text().getBytes(StandardCharsets.UTF_8));
            int last = line + (int) section.text().chars().filter(c -> c == '\n').count();
            places.add(
                    format.keepsLines()
                            ? new Place(start, text.size(), section.startLine(), section.endLine())
                            : new Place(start, text.size(), line, last));
            line = last;
        }
        byte[] bytes = text.toByteArray();
        return new SearchableText(
                bytes, places, record(format, document, places, Optional.of(bytes)));
    }

    private static DocumentRecord record(
            DocumentFormat format,
            DocumentText document,
            List<Place> places,
            Optional<byte[]> text) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Section section = document.sections().get(i);
            if (section.page() > 0 || !section.label().isEmpty()) {
                parts.add(new Part(places.get(i).startByte(), section.page(), section.label()));
            }
        }
        String name = format.name().toLowerCase(Locale.ROOT);
        return new DocumentRecord(name, "", document.metadata(), parts, text);
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            int k = 0;
            while (k < wanted.length && bytes[i + k] == wanted[k]) {
                k++;
            }
            if (k == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
