package dev.engram.ensemble.internal;

import dev.engram.base.NearMatch;
import dev.engram.ensemble.Citation;
import dev.engram.ensemble.Citation.Status;
import dev.engram.ensemble.CodeBlock;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.Source;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the references of an answer and what they refer to: {@code [2]} is the second source shown,
 * {@code a/B.java:10-20} lines of a file. Blocks of code are not looked at.
 */
public final class Citations {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<![\\w\\])])\\[(\\d{1,3}(?:\\s*[,;]\\s*\\d{1,3})*)\\](?![(\\[])"
                            + "|(?<![\\w/.:-])((?:[\\w@$-]+/)*[\\w@$.-]*[\\w$-]\\.[A-Za-z][A-Za-z0-9]{0,7})"
                            + "(?::(\\d+)(?:[-–](\\d+))?)?(?![\\w/(])");
    private static final Pattern FILE_ENDING =
            Pattern.compile(
                    "(?i).*\\.(?:java|kt|scala|py|js|ts|c|h|cc|cpp|hpp|rs|go|rb|cs|php|sh|md|txt|rst"
                            + "|adoc|html?|xml|ya?ml|json|toml|ini|properties|gradle|sql|pdf|docx"
                            + "|csv|tsv|ipynb)");

    /** Names of software that look like files. */
    private static final Pattern PRODUCT =
            Pattern.compile(
                    "(?:Node|Next|Nuxt|Vue|React|Express|Angular|Ember|Backbone|Three|Alpine|Chart|D3"
                            + "|Deno|Nest|Electron|Socket|Svelte|Solid|Moment|Discord|Plotly|P5|p5"
                            + "|node|d3|three|Require|Ext|Handlebars|Underscore|Knockout)\\.js");

    private final List<Source> shown;
    private final List<? extends ContextSource> engrams;

    /**
     * @param shown the sources shown, in the order of their numbers
     * @param engrams where else a path may lie
     */
    public Citations(List<Source> shown, List<? extends ContextSource> engrams) {
        this.shown = shown;
        this.engrams = engrams;
    }

    /**
     * Every reference once, in order of appearance.
     *
     * @param blocks the answer's blocks of code: a file that one of them writes is no reference
     */
    public List<Citation> in(String answer, List<CodeBlock> blocks) throws IOException {
        Map<String, Citation> found = new LinkedHashMap<>();
        Matcher matcher = REFERENCE.matcher(CodeBlocks.prose(answer));
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                for (String number : matcher.group(1).split("[,;]")) {
                    Citation citation = numbered(Integer.parseInt(number.strip()));
                    found.putIfAbsent(citation.text(), citation);
                }
            } else if (matcher.group(3) != null
                    || FILE_ENDING.matcher(matcher.group(2)).matches()
                            && !PRODUCT.matcher(matcher.group(2)).matches()) {
                Citation citation = placed(matcher);
                if (citation.status() != Status.INVENTED || !written(matcher.group(2), blocks)) {
                    found.putIfAbsent(citation.text(), citation);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private Citation numbered(int number) {
        String text = "[" + number + "]";
        if (number >= 1 && number <= shown.size()) {
            return new Citation(text, Status.SHOWN, number, "");
        }
        String nearest = shown.isEmpty() ? "" : "[" + (number < 1 ? 1 : shown.size()) + "]";
        return new Citation(text, Status.INVENTED, 0, nearest);
    }

    private Citation placed(Matcher matcher) throws IOException {
        String path = matcher.group(2);
        int start = matcher.group(3) == null ? 0 : Integer.parseInt(cut(matcher.group(3)));
        int end = matcher.group(4) == null ? start : Integer.parseInt(cut(matcher.group(4)));
        for (int i = 0; i < shown.size(); i++) {
            Source source = shown.get(i);
            boolean within = start == 0 || start <= source.endLine() && source.startLine() <= end;
            if (within && same(source.path(), path)) {
                return new Citation(matcher.group(), Status.SHOWN, i + 1, "");
            }
        }
        for (ContextSource engram : engrams) {
            if (engram.holds(path, start, end)) {
                return new Citation(matcher.group(), Status.ELSEWHERE, 0, "");
            }
        }
        return new Citation(matcher.group(), Status.INVENTED, 0, nearest(path));
    }

    private static boolean written(String path, List<CodeBlock> blocks) {
        return blocks.stream().anyMatch(b -> !b.file().isEmpty() && same(b.file(), path));
    }

    private static String cut(String digits) {
        return digits.length() > 9 ? digits.substring(0, 9) : digits;
    }

    /** Whether a path names a file, whole or by its last names. */
    static boolean same(String path, String named) {
        return path.equals(named) || path.endsWith("/" + named);
    }

    private String nearest(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        for (Source source : shown) {
            if (same(source.path(), name)) {
                return source.path() + ":" + source.startLine() + "-" + source.endLine();
            }
        }
        List<String> names =
                shown.stream().map(s -> s.path().substring(s.path().lastIndexOf('/') + 1)).toList();
        return NearMatch.of(name, names).map(n -> shown.get(names.indexOf(n)).path()).orElse("");
    }
}
