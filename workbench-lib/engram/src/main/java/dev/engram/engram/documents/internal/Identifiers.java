package dev.engram.engram.documents.internal;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds DOIs and arXiv numbers. */
final class Identifiers {

    private static final String DOI_BODY = "(10\\.\\d{4,9}/[-._;()/:A-Za-z0-9]{1,200})";
    private static final Pattern DOI = Pattern.compile(DOI_BODY);
    private static final Pattern MARKED_DOI =
            Pattern.compile("(?i)(?:\\bdoi\\s{0,3}:?\\s{0,3}|doi\\.org/)" + DOI_BODY);
    private static final String ARXIV_BODY =
            "(\\d{4}\\.\\d{4,5}(?:v\\d{1,2})?|[a-z-]{2,10}(?:\\.[A-Z]{2})?/\\d{7}(?:v\\d{1,2})?)";
    private static final Pattern ARXIV = Pattern.compile(ARXIV_BODY);
    private static final Pattern MARKED_ARXIV =
            Pattern.compile("(?i:\\barxiv:\\s{0,2}|arxiv\\.org/(?:abs|pdf)/)" + ARXIV_BODY);

    private Identifiers() {}

    /** The first DOI in a field that should hold one, or empty. */
    static String doi(String field) {
        Matcher matcher = DOI.matcher(field);
        return matcher.find() ? trim(matcher.group(1)) : "";
    }

    /** The first arXiv number in a field that should hold one, or empty. */
    static String arxivId(String field) {
        Matcher matcher = ARXIV.matcher(field);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The DOI of a text that marks exactly one as such, or empty. */
    static String onlyDoi(String text) {
        return only(MARKED_DOI, text);
    }

    /** The arXiv number of a text that marks exactly one as such, or empty. */
    static String onlyArxivId(String text) {
        return only(MARKED_ARXIV, text);
    }

    private static String only(Pattern pattern, String text) {
        Set<String> found = new LinkedHashSet<>();
        Set<String> folded = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String id = trim(matcher.group(1));
            if (folded.add(id.toLowerCase(Locale.ROOT))) {
                found.add(id);
            }
        }
        return found.size() == 1 ? found.iterator().next() : "";
    }

    private static String trim(String id) {
        int end = id.length();
        while (end > 0 && ".,;:)-".indexOf(id.charAt(end - 1)) >= 0) {
            if (id.charAt(end - 1) == ')' && id.lastIndexOf('(', end - 1) >= 0) {
                break;
            }
            end--;
        }
        return id.substring(0, end);
    }
}
