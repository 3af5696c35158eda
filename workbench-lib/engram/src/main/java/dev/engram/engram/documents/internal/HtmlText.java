package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Walks a parsed page and hands its visible text on, line by line. */
final class HtmlText implements NodeFilter {

    private static final Set<String> INVISIBLE =
            Set.of(
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "svg",
                    "iframe",
                    "object",
                    "select",
                    "datalist",
                    "nav",
                    "head",
                    "button",
                    "textarea",
                    "audio",
                    "video",
                    "canvas");
    private static final Set<String> TIGHT = Set.of("li", "tr", "dt", "dd", "br", "thead", "tbody");

    private final SectionBuilder out;
    private final Budget budget;
    private final StringBuilder line = new StringBuilder();
    private int first = 1;
    private int last = 1;
    private int current = 1;
    private int preformatted;
    private boolean blank = true;

    HtmlText(SectionBuilder out, Budget budget) {
        this.out = out;
        this.budget = budget;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        try {
            budget.tick();
            if (node instanceof TextNode text) {
                text(text);
            } else if (node instanceof Element element) {
                return begin(element);
            }
            return FilterResult.CONTINUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        try {
            if (node instanceof Element element) {
                end(element);
            }
            return FilterResult.CONTINUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FilterResult begin(Element element) throws IOException {
        String name = element.normalName();
        if (INVISIBLE.contains(name) || hidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        locate(element.sourceRange());
        switch (name) {
            case "br" -> endLine();
            case "td", "th" -> {
                if (!line.isEmpty()) {
                    word(" | ");
                }
            }
            case "img" -> word(" " + element.attr("alt") + " ");
            case "pre" -> {
                endParagraph();
                preformatted++;
            }
            default -> {
                if (element.isBlock() || TIGHT.contains(name)) {
                    endLine();
                }
                if (name.equals("li")) {
                    word("- ");
                }
            }
        }
        return FilterResult.CONTINUE;
    }

    private void end(Element element) throws IOException {
        String name = element.normalName();
        int level = headingLevel(name);
        if (level > 0) {
            String title = line.toString().strip();
            line.setLength(0);
            if (!title.isEmpty()) {
                out.heading(level, title);
                out.headingLine(title, first);
                blank = false;
            }
        } else if (name.equals("pre")) {
            endParagraph();
            preformatted--;
        } else if (TIGHT.contains(name)) {
            endLine();
        } else if (name.equals("td") || name.equals("th")) {
            word(" ");
        } else if (element.isBlock()) {
            endParagraph();
        }
    }

    private void text(TextNode node) throws IOException {
        locate(node.sourceRange());
        String whole = node.getWholeText();
        if (preformatted == 0) {
            word(whole);
            current += (int) whole.chars().filter(c -> c == '\n').count();
            last = Math.max(last, current);
            return;
        }
        String[] lines = whole.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                endLine();
                current++;
            }
            mark();
            line.append(lines[i]);
        }
    }

    /** Appends text with its white space collapsed. */
    private void word(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00A0') {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else {
                mark();
                line.append(c);
            }
        }
    }

    private void locate(Range range) {
        if (range.isTracked()) {
            current = Math.max(1, range.start().lineNumber());
        }
    }

    private void mark() {
        if (line.isEmpty()) {
            first = current;
            last = current;
        }
        last = Math.max(last, current);
    }

    private void endLine() throws IOException {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        if (!text.isBlank() && !text.equals("-")) {
            out.line(text, first, last);
            blank = false;
        }
    }

    private void endParagraph() throws IOException {
        endLine();
        if (!blank) {
            out.line("", current, current);
            blank = true;
        }
    }

    private static int headingLevel(String name) {
        boolean heading =
                name.length() == 2
                        && name.charAt(0) == 'h'
                        && name.charAt(1) >= '1'
                        && name.charAt(1) <= '6';
        return heading ? name.charAt(1) - '0' : 0;
    }

    private static boolean hidden(Element element) {
        if (element.hasAttr("hidden")) {
            return true;
        }
        String style = element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
        return style.contains("display:none") || style.contains("visibility:hidden");
    }
}
