package dev.engram.ensemble.internal;

import dev.engram.engram.text.Tokenizer;
import dev.engram.ensemble.ContextPassage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders what the search found by relevance to the question: how many of its words a passage has,
 * what the search said, and whether it declares the very thing the question names, as {@code
 * isBlank} in {@code StringUtils.isBlank}. Pure.
 */
public final class Ranker {

    /** A passage must hold this share of the question's words, or declare what it names. */
    public static final double LEAST_COVERAGE = 0.6;

    /** Passages far behind the best one distract a small model. */
    static final double LEAST_OF_BEST = 0.75;

    private static final Pattern NAME =
            Pattern.compile("(?:([A-Za-z_]\\w*)[.#])?([A-Za-z_]\\w*)(\\((?!e?s\\)))?");
    private static final Pattern KIND =
            Pattern.compile("(?i)\\b(?:class|interface|enum|record|type|annotation)$");
    private static final Set<String> QUESTION_WORDS =
            new HashSet<>(
                    Tokenizer.tokens(
                            "what which who whom whose how why when where does do did done can"
                                    + " could should would may might must shall i you we me my our"
                                    + " your a an is are was were has have had please tell show"
                                    + " give write explain describe mean many much any some there"
                                    + " happens find use used using need want make please"));

    private final Set<String> words;
    private final List<Named> names;

    /**
     * Something the question names in the manner of code.
     *
     * @param owner the type before the dot; empty where there is none
     * @param name the member, or the type itself
     */
    public record Named(String owner, String name) {

        public boolean isType() {
            return owner.isEmpty() && Character.isUpperCase(name.charAt(0));
        }

        /** The type whose file it stands in; empty where the question does not say. */
        public String type() {
            return isType() ? name : owner;
        }
    }

    /**
     * A passage with its relevance.
     *
     * @param passage the passage
     * @param text its parts
     * @param coverage share of the question's words in it, 0 to 1
     * @param declares whether it declares what the question names
     * @param focus what it declares of that; empty where nothing
     * @param relevance 0 to 1
     */
    public record Ranked(
            ContextPassage passage,
            PassageText text,
            double coverage,
            boolean declares,
            String focus,
            double relevance) {

        boolean relevant() {
            return declares || coverage >= LEAST_COVERAGE;
        }
    }

    public Ranker(String question) {
        Set<String> tokens = new LinkedHashSet<>(Tokenizer.tokens(question));
        tokens.removeAll(QUESTION_WORDS);
        this.words = tokens;
        this.names = names(question);
    }

    /** What to search for besides the question: the names in it; empty where there are none. */
    public String namesQuery() {
        StringBuilder query = new StringBuilder();
        for (Named named : names) {
            query.append(named.owner()).append(' ').append(named.name()).append(' ');
        }
        return query.toString().strip();
    }

    /** How many words of the question tell something. */
    public int words() {
        return words.size();
    }

    /** All of the passages, the nearest first, none overlapping another; for examples. */
    public List<Ranked> nearest(List<ContextPassage> found) {
        double best = found.stream().mapToDouble(ContextPassage::score).max().orElse(1);
        List<Ranked> kept = new ArrayList<>();
        found.stream()
                .map(p -> rank(p, best))
                .sorted(Comparator.comparingDouble((Ranked r) -> -r.relevance()))
                .filter(r -> kept.stream().noneMatch(k -> overlaps(k.passage(), r.passage())))
                .forEach(kept::add);
        return kept;
    }

    /** What the question names in the manner of code. */
    public List<Named> names() {
        return names;
    }

    /** The relevant ones of the passages, the most relevant first, none overlapping another. */
    public List<Ranked> rank(List<ContextPassage> found) {
        double best = found.stream().mapToDouble(ContextPassage::score).max().orElse(1);
        List<Ranked> ranked = new ArrayList<>();
        for (ContextPassage passage : found) {
            Ranked one = rank(passage, best);
            if (one.relevant()) {
                ranked.add(one);
            }
        }
        ranked.sort(
                Comparator.comparingDouble((Ranked r) -> -r.relevance())
                        .thenComparing(r -> r.passage().path())
                        .thenComparingInt(r -> r.passage().startLine()));
        List<Ranked> kept = new ArrayList<>();
        for (Ranked one : ranked) {
            boolean near = one.relevance() >= ranked.getFirst().relevance() * LEAST_OF_BEST;
            if (near && kept.stream().noneMatch(k -> overlaps(k.passage(), one.passage()))) {
                kept.add(one);
            }
        }
        return kept;
    }

    private Ranked rank(ContextPassage passage, double bestScore) {
        Set<String> tokens = new HashSet<>(Tokenizer.tokens(passage.text()));
        tokens.addAll(Tokenizer.tokens(passage.path()));
        long covered = words.stream().filter(tokens::contains).count();
        double coverage = words.isEmpty() ? 0 : (double) covered / words.size();
        PassageText text = PassageText.of(passage.text());
        String focus = "";
        boolean member = false;
        boolean declares = false;
        boolean ownerAsked = names.stream().anyMatch(n -> !n.owner().isEmpty());
        for (Named named : names) {
            if (Declarations.lineOf(named.name(), passage.text()) < 0) {
                continue;
            }
            member = true;
            boolean right =
                    ownerAsked
                            ? !named.owner().isEmpty() && isFileOf(named.owner(), passage)
                            : !named.isType() || isFileOf(named.name(), passage);
            if (right || focus.isEmpty()) {
                focus = named.name();
            }
            declares |= right;
        }
        double search = bestScore <= 0 ? 0 : Math.max(0, passage.score() / bestScore);
        double named = names.isEmpty() ? 1 : declares ? 1 : member ? 0.5 : 0;
        double relevance =
                names.isEmpty() ? (coverage + search) / 2 : (coverage + search + 2 * named) / 4;
        return new Ranked(
                passage, text, coverage, declares, focus, Math.round(relevance * 1000) / 1000.0);
    }

    private static boolean isFileOf(String type, ContextPassage passage) {
        return passage.fileName().startsWith(type + ".");
    }

    private static boolean overlaps(ContextPassage a, ContextPassage b) {
        return a.engram().equals(b.engram())
                && a.path().equals(b.path())
                && a.startLine() <= b.endLine()
                && b.startLine() <= a.endLine();
    }

    /** Words written as code is: with a dot inside, camel case, an underscore or a parenthesis. */
    static List<Named> names(String question) {
        List<Named> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(question);
        while (matcher.find()) {
            String owner = matcher.group(1) == null ? "" : matcher.group(1);
            String name = matcher.group(2);
            boolean camel = name.matches(".*[a-z][A-Z].*") || name.contains("_");
            boolean type = owner.matches("[A-Z]\\w*[a-z]\\w*");
            int start = matcher.start();
            String before = question.substring(Math.max(0, start - 40), start).stripTrailing();
            boolean told =
                    KIND.matcher(before).find()
                            && Character.isUpperCase(name.charAt(0))
                            && owner.isEmpty();
            if (type || camel || told || matcher.group(3) != null) {
                names.add(new Named(owner, name));
            }
        }
        return names;
    }
}
