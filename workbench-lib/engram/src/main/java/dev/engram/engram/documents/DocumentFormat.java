package dev.engram.engram.documents;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The document formats that are read, each known by the ends of its file names. */
public enum DocumentFormat {
    PDF(false),
    DOCX(false),
    HTML(true),
    MARKDOWN(true),
    ASCIIDOC(true),
    RST(true),
    NOTEBOOK(false),
    TEXT(true);

    private static final Map<String, DocumentFormat> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("pdf", PDF),
                    Map.entry("docx", DOCX),
                    Map.entry("docm", DOCX),
                    Map.entry("dotx", DOCX),
                    Map.entry("html", HTML),
                    Map.entry("htm", HTML),
                    Map.entry("xhtml", HTML),
                    Map.entry("md", MARKDOWN),
                    Map.entry("markdown", MARKDOWN),
                    Map.entry("mdown", MARKDOWN),
                    Map.entry("adoc", ASCIIDOC),
                    Map.entry("asciidoc", ASCIIDOC),
                    Map.entry("asc", ASCIIDOC),
                    Map.entry("rst", RST),
                    Map.entry("ipynb", NOTEBOOK),
                    Map.entry("txt", TEXT),
                    Map.entry("text", TEXT));

    private final boolean keepsLines;

    DocumentFormat(boolean keepsLines) {
        this.keepsLines = keepsLines;
    }

    /** Whether line numbers of its sections are those of the file itself. */
    public boolean keepsLines() {
        return keepsLines;
    }

    /** The format a file's name tells, or empty: then it is code, data or something unknown. */
    public static Optional<DocumentFormat> ofName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** The format of a file; for a PDF its first bytes count where the name tells nothing. */
    public static Optional<DocumentFormat> of(String path, byte[] content) {
        Optional<DocumentFormat> named = ofName(path);
        boolean pdf =
                content.length > 4
                        && content[0] == '%'
                        && content[1] == 'P'
                        && content[2] == 'D'
                        && content[3] == 'F';
        return named.isEmpty() && pdf ? Optional.of(PDF) : named;
    }
}
