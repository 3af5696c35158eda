package dev.engram.engram.documents.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** The text of a PDF, page by page. Runs only in the worker process (decision 0120). */
final class PdfReader {

    private static final int MAX_PAGES = 20_000;
    private static final Pattern HYPHENATED = Pattern.compile("(\\p{Ll})[-\u00AD]\n(\\p{Ll}+)");
    private static final int MAX_XMP_BYTES = 1 << 20;

    private PdfReader() {}

    static void read(byte[] content, SectionBuilder out, MetadataDraft metadata, Budget budget)
            throws IOException {
        try (PDDocument document = Loader.loadPDF(content)) {
            properties(document, metadata, budget);
            pages(document, out, metadata, budget);
        } catch (InvalidPasswordException e) {
            throw new RefusedException("needs a password");
        }
    }

    private static void pages(
            PDDocument document, SectionBuilder out, MetadataDraft metadata, Budget budget)
            throws IOException {
        PageText reader = new PageText(document, budget);
        NavigableMap<Integer, String> outline = PdfOutline.labels(document, budget);
        int pages = Math.min(document.getNumberOfPages(), MAX_PAGES);
        long readable = 0;
        long garbled = 0;
        for (int page = 1; page <= pages; page++) {
            budget.check();
            String text = tidy(reader.read(page));
            if (page == 1) {
                metadata.fromFirstPage(text);
            }
            long bad = text.chars().filter(PdfReader::garbled).count();
            garbled += bad;
            readable += text.chars().filter(c -> !Character.isWhitespace(c)).count() - bad;
            var label = outline.floorEntry(page);
            out.page(page);
            out.label(label == null ? "" : label.getValue());
            for (String line : text.split("\n")) {
                out.line(line.strip());
            }
        }
        if (readable == 0 || garbled > readable) {
            throw new RefusedException(
                    garbled > 0
                            ? "holds text in a font without a readable encoding"
                            : "holds no text (scanned pages?)");
        }
    }

    /** Words cut at line ends joined, ligatures resolved. */
    private static String tidy(String text) {
        String joined = HYPHENATED.matcher(text.replace("\r", "")).replaceAll("$1$2\n");
        StringBuilder plain = new StringBuilder(joined.length());
        for (int i = 0; i < joined.length(); i++) {
            char c = joined.charAt(i);
            switch (c) {
                case '\uFB00' -> plain.append("ff");
                case '\uFB01' -> plain.append("fi");
                case '\uFB02' -> plain.append("fl");
                case '\uFB03' -> plain.append("ffi");
                case '\uFB04' -> plain.append("ffl");
                case '\u00AD' -> {
                    // a soft hyphen inside a line is invisible
                }
                case '\u00A0' -> plain.append(' ');
                default -> {
                    if (c >= ' ' || c == '\n' || c == '\t') {
                        plain.append(c);
                    }
                }
            }
        }
        return plain.toString();
    }

    private static boolean garbled(int c) {
        return c == 0xFFFD || c >= 0xE000 && c <= 0xF8FF;
    }

    private static void properties(PDDocument document, MetadataDraft metadata, Budget budget) {
        PDMetadata xmp = document.getDocumentCatalog().getMetadata();
        if (xmp != null) {
            try (InputStream in = xmp.exportXMPMetadata()) {
                byte[] packet = in.readNBytes(MAX_XMP_BYTES);
                SafeXml.read(new ByteArrayInputStream(packet), budget, new Xmp(metadata));
            } catch (IOException e) {
                // damaged metadata costs nothing but the metadata
            }
        }
        PDDocumentInformation info = document.getDocumentInformation();
        metadata.title(orEmpty(info.getTitle()));
        if (!metadata.hasAuthors()) {
            metadata.authors(orEmpty(info.getAuthor()));
        }
        metadata.doi(orEmpty(info.getCustomMetadataValue("doi")));
        metadata.doi(orEmpty(info.getSubject()));
        metadata.date(orEmpty(info.getCOSObject().getString("CreationDate")));
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    /** Dublin Core and PRISM fields of an XMP packet. */
    private static final class Xmp implements SafeXml.Handler {

        private final MetadataDraft metadata;
        private final StringBuilder value = new StringBuilder();
        private String field = "";

        Xmp(MetadataDraft metadata) {
            this.metadata = metadata;
        }

        @Override
        public void start(String name, XMLStreamReader xml) {
            value.setLength(0);
            switch (name) {
                case "title", "creator", "doi" -> field = name;
                default -> {
                    // rdf containers lie between a field and its values
                }
            }
        }

        @Override
        public void text(String text) {
            if (value.length() < 2000) {
                value.append(text);
            }
        }

        @Override
        public void end(String name) {
            String text = value.toString().strip();
            value.setLength(0);
            if (!text.isEmpty()) {
                switch (field) {
                    case "title" -> metadata.title(text);
                    case "creator" -> metadata.author(text);
                    case "doi" -> metadata.doi(text);
                    default -> {
                        // another field
                    }
                }
            }
            if (name.equals(field)) {
                field = "";
            }
        }
    }
}
