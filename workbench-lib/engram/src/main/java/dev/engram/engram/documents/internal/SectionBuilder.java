package dev.engram.engram.documents.internal;

import dev.engram.engram.documents.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gathers lines into sections: a heading or a page begins a new one, a long one is cut between
 * paragraphs, else between lines, else between words. Where the lines given are those of a file, in
 * order and without gaps, a section's text is exactly its lines (a line longer than a section
 * apart). Not thread-safe.
 */
public final class SectionBuilder {

    private static final int MAX_HEADING = 120;
    private static final String SEPARATOR = " > ";

    private record Heading(int level, String title) {}

    private final Budget budget;
    private final int target;
    private final List<Section> sections = new ArrayList<>();
    private final Deque<Heading> headings = new ArrayDeque<>();
    private final Piece section = new Piece();
    private final Piece paragraph = new Piece();
    private String fixedLabel = "";
    private int page;
    private int lastLine;
    private boolean hasBody;

    public SectionBuilder(Budget budget) {
        this.budget = budget;
        this.target = budget.limits().sectionCharacters();
    }

    /** Begins the section of a heading; its own text is to follow as {@link #headingLine}. */
    public void heading(int level, String title) {
        endParagraph();
        if (hasBody) {
            flush();
        }
        while (!headings.isEmpty() && headings.peekLast().level() >= level) {
            headings.removeLast();
        }
        String clean = title.replaceAll("\\s+", " ").strip();
        headings.addLast(
                new Heading(
                        level,
                        clean.length() > MAX_HEADING ? clean.substring(0, MAX_HEADING) : clean));
    }

    /** Begins a page, from 1. */
    public void page(int number) {
        endParagraph();
        flush();
        page = number;
    }

    /** Uses a label of the caller's instead of the headings, from the next section on. */
    public void label(String label) {
        fixedLabel = label;
    }

    /** Adds a line below the last one. */
    public void line(String text) throws RefusedException {
        line(text, lastLine + 1, lastLine + 1);
    }

    /** Adds a line of a heading: alone it does not make a section. */
    public void headingLine(String text, int line) throws RefusedException {
        boolean before = hasBody;
        line(text, line, line);
        hasBody = before;
    }

    /** Adds a line that stands at lines {@code first} to {@code last} of the file. */
    public void line(String text, int first, int last) throws RefusedException {
        budget.tick();
        budget.produced(text.length() + 1L);
        lastLine = Math.max(lastLine, last);
        if (text.isBlank()) {
            endParagraph();
            section.blank(first, text);
            return;
        }
        hasBody = true;
        if (paragraph.length() > 0 && paragraph.length() + text.length() > target) {
            endParagraph();
        }
        String rest = text;
        while (rest.length() > 2 * target) {
            int cut = cutAt(rest);
            paragraph.add(rest.substring(0, cut), first, last);
            endParagraph();
            rest = rest.substring(cut).stripLeading();
        }
        if (!rest.isBlank()) {
            paragraph.add(rest, first, last);
        }
    }

    /** The sections so far; the builder is used up. */
    public List<Section> finish() {
        endParagraph();
        flush();
        return sections;
    }

    private int cutAt(String line) {
        int cut = line.lastIndexOf(' ', target);
        if (cut <= target / 2) {
            cut = Character.isHighSurrogate(line.charAt(target - 1)) ? target - 1 : target;
        }
        return Math.max(cut, 1);
    }

    private void endParagraph() {
        if (paragraph.length() == 0) {
            return;
        }
        if (section.length() > 0 && section.length() + paragraph.length() > target) {
            flushSection();
            hasBody = true;
        }
        section.add(paragraph);
        paragraph.clear();
    }

    private void flush() {
        flushSection();
        hasBody = false;
    }

    private void flushSection() {
        if (section.length() > 0) {
            sections.add(
                    new Section(label(), page, section.start(), section.end(), section.text()));
        }
        section.clear();
    }

    private String label() {
        return !fixedLabel.isEmpty()
                ? fixedLabel
                : headings.stream()
                        .map(Heading::title)
                        .filter(title -> !title.isEmpty())
                        .collect(Collectors.joining(SEPARATOR));
    }
}
