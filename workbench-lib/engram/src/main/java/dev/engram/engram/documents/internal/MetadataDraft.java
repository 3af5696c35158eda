package dev.engram.engram.documents.internal;

import dev.engram.engram.documents.DocumentMetadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers metadata: the first source that says something wins, and rubbish is left out. */
public final class MetadataDraft {

    private static final int MAX_LENGTH = 500;
    private static final int MAX_AUTHORS = 200;
    private static final Pattern RUBBISH =
            Pattern.compile(
                    "(?i)untitled.*|microsoft word.*|document\\d*|title|\\(?anonymous\\)?|unknown"
                            + "|user|admin(istrator)?|.*\\.(docx?|tex|dvi|indd|qxd|pdf)");
    private static final Pattern PDF_DATE =
            Pattern.compile("D?:?(\\d{4})(?:(\\d\\d)(?:(\\d\\d).*)?)?");

    private String title = "";
    private final Set<String> authors = new LinkedHashSet<>();
    private String date = "";
    private String doi = "";
    private String arxivId = "";

    public void title(String text) {
        String clean = clean(text);
        if (title.isEmpty() && !RUBBISH.matcher(clean).matches()) {
            title = clean;
        }
    }

    /** One or more names, separated by semicolons or "and". */
    public void authors(String names) {
        for (String name : names.split(";|\\s+and\\s+|\\s+&\\s+")) {
            author(name);
        }
    }

    /** One name. */
    public void author(String name) {
        String clean = clean(name);
        if (!clean.isEmpty() && authors.size() < MAX_AUTHORS && !RUBBISH.matcher(clean).matches()) {
            authors.add(clean);
        }
    }

    public boolean hasAuthors() {
        return !authors.isEmpty();
    }

    public void date(String text) {
        String clean = clean(text);
        if (!date.isEmpty() || clean.isEmpty()) {
            return;
        }
        var pdf = PDF_DATE.matcher(clean);
        if (pdf.matches()) {
            String month = pdf.group(2);
            String day = pdf.group(3);
            clean =
                    pdf.group(1)
                            + (month == null ? "" : "-" + month)
                            + (day == null ? "" : "-" + day);
        }
        date = clean;
    }

    /** Takes a DOI out of a metadata field. */
    public void doi(String field) {
        if (doi.isEmpty()) {
            doi = Identifiers.doi(clean(field));
        }
    }

    /** Takes an arXiv number out of a metadata field. */
    public void arxivId(String field) {
        if (arxivId.isEmpty()) {
            arxivId = Identifiers.arxivId(clean(field));
        }
    }

    /** Looks for identifiers that the first page plainly gives as the document's own. */
    public void fromFirstPage(String text) {
        if (doi.isEmpty()) {
            doi = Identifiers.onlyDoi(text);
        }
        if (arxivId.isEmpty()) {
            arxivId = Identifiers.onlyArxivId(text);
        }
    }

    /** One field by its usual name: title, author, authors, date, doi, arxiv. */
    public void field(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "title" -> title(value);
            case "author", "authors" -> authors(value);
            case "date", "revdate", "published" -> date(value);
            case "doi" -> doi(value);
            case "arxiv", "arxivid", "eprint" -> arxivId(value);
            default -> {
                // any other field is not bibliographic
            }
        }
    }

    public DocumentMetadata build() {
        List<String> names = new ArrayList<>(authors);
        return new DocumentMetadata(title, names, date, doi, arxivId);
    }

    private static String clean(String text) {
        String start = text.length() > 4 * MAX_LENGTH ? text.substring(0, 4 * MAX_LENGTH) : text;
        String clean = start.replaceAll("[\\p{Cntrl}\\p{Zs}\\x{FEFF}\\x{FFFD}]+", " ").strip();
        return clean.length() > MAX_LENGTH ? clean.substring(0, MAX_LENGTH) : clean;
    }
}
