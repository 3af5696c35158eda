package dev.engram.engram.select;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A wildcard pattern as git's wildmatch understands it, on bytes (one per char). Matching follows
 * all possibilities at once, so that no pattern, however many stars it has, takes exponential time.
 * Immutable.
 */
final class Wildcard {

    private static final char SLASH = '/';

    /** One step of a pattern. */
    private sealed interface Step {

        /** One character out of a set. */
        record One(BitSet set) implements Step {}

        /** Any number of characters, slashes among them or not. */
        record Many(boolean slashes) implements Step {}

        /** Any number of whole folders, each with its slash: {@code **}{@code /}. */
        record Folders() implements Step {}
    }

    private final Step[] steps;

    private Wildcard(List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
    }

    /**
     * Compiles a pattern.
     *
     * @param path whether only {@code **} between slashes matches slashes; otherwise all stars do
     * @return empty for a pattern that can never match, such as one with an open bracket
     */
    static Optional<Wildcard> compile(String pattern, boolean path) {
        Compiler compiler = new Compiler(pattern, path);
        return compiler.run() ? Optional.of(new Wildcard(compiler.steps)) : Optional.empty();
    }

    boolean matches(String text) {
        BitSet states = new BitSet(steps.length + 1);
        enter(states, 0);
        for (int i = 0; i < text.length() && !states.isEmpty(); i++) {
            char c = text.charAt(i);
            BitSet next = new BitSet(steps.length + 1);
            for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
                if (s < steps.length) {
                    follow(next, s, c);
                }
            }
            states = next;
        }
        return states.get(steps.length);
    }

    private void follow(BitSet next, int state, char c) {
        switch (steps[state]) {
            case Step.One(BitSet set) -> {
                if (set.get(c & 0xFF)) {
                    enter(next, state + 1);
                }
            }
            case Step.Many(boolean slashes) -> {
                if (slashes || c != SLASH) {
                    enter(next, state);
                }
            }
            case Step.Folders folders -> {
                // inside a folder's name; after its slash the rest may begin
                next.set(state);
                if (c == SLASH) {
                    enter(next, state + 1);
                }
            }
        }
    }

    /** Enters a state and those reached from it without a character. */
    private void enter(BitSet states, int state) {
        int s = state;
        states.set(s);
        while (s < steps.length && !(steps[s] instanceof Step.One)) {
            states.set(++s);
        }
    }

    /** Turns a pattern's text into steps. */
    private static final class Compiler {

        private final String pattern;
        private final boolean path;
        private final List<Step> steps = new ArrayList<>();
        private int at;

        Compiler(String pattern, boolean path) {
            this.pattern = pattern;
            this.path = path;
        }

        private char peek(int index) {
            return index < pattern.length() ? pattern.charAt(index) : 0;
        }

        boolean run() {
            while (at < pattern.length()) {
                char c = pattern.charAt(at);
                switch (c) {
                    case '*' -> stars();
                    case '?' -> {
                        BitSet any = new BitSet(256);
                        any.set(0, 256);
                        any.clear(path ? SLASH : 256);
                        steps.add(new Step.One(any));
                        at++;
                    }
                    case '[' -> {
                        Optional<BitSet> set = set();
                        if (set.isEmpty()) {
                            return false;
                        }
                        set.get().clear(path ? SLASH : 256);
                        steps.add(new Step.One(set.get()));
                    }
                    case '\\' -> {
                        if (at + 1 == pattern.length()) {
                            return false;
                        }
                        steps.add(one(pattern.charAt(at + 1)));
                        at += 2;
                    }
                    default -> {
                        steps.add(one(c));
                        at++;
                    }
                }
            }
            return true;
        }

        private static Step one(char c) {
            BitSet set = new BitSet(256);
            set.set(c & 0xFF);
            return new Step.One(set);
        }

        private void stars() {
            int start = at;
            while (peek(at) == '*') {
                at++;
            }
            if (!path) {
                steps.add(new Step.Many(true));
                return;
            }
            boolean begins = start == 0 || pattern.charAt(start - 1) == SLASH;
            boolean ends =
                    at == pattern.length()
                            || peek(at) == SLASH
                            || peek(at) == '\\' && peek(at + 1) == SLASH;
            boolean folders = at - start >= 2 && begins && ends;
            if (folders && peek(at) == SLASH) {
                steps.add(new Step.Folders());
                at++;
            } else {
                steps.add(new Step.Many(folders));
            }
        }

        /** A bracket expression; empty if it is never closed or names an unknown class. */
        private Optional<BitSet> set() {
            BitSet set = new BitSet(257);
            at++;
            boolean negated = peek(at) == '!' || peek(at) == '^';
            if (negated) {
                at++;
            }
            char previous = 0;
            boolean first = true;
            while (first || peek(at) != ']') {
                first = false;
                char c = peek(at);
                if (c == 0) {
                    return Optional.empty();
                }
                if (c == '\\') {
                    c = peek(++at);
                    if (c == 0) {
                        return Optional.empty();
                    }
                    set.set(c & 0xFF);
                } else if (c == '-' && previous != 0 && peek(at + 1) != 0 && peek(at + 1) != ']') {
                    c = peek(++at);
                    if (c == '\\') {
                        c = peek(++at);
                    }
                    if (c == 0) {
                        return Optional.empty();
                    }
                    if (previous <= c) {
                        set.set(previous, c + 1);
                    }
                    c = 0;
                } else if (c == '[' && peek(at + 1) == ':') {
                    int close = pattern.indexOf(']', at + 2);
                    if (close < 0) {
                        return Optional.empty();
                    }
                    if (close - 1 < at + 2 || pattern.charAt(close - 1) != ':') {
                        set.set('[');
                    } else if (addClass(set, pattern.substring(at + 2, close - 1))) {
                        at = close;
                        c = 0;
                    } else {
                        return Optional.empty();
                    }
                } else {
                    set.set(c & 0xFF);
                }
                previous = c;
                at++;
            }
            at++;
            if (negated) {
                set.flip(0, 256);
            }
            return Optional.of(set);
        }

        private static boolean addClass(BitSet set, String name) {
            Optional<IntPredicate> member = member(name);
            for (int c = 0; c < 128 && member.isPresent(); c++) {
                if (member.get().test(c)) {
                    set.set(c);
                }
            }
            return member.isPresent();
        }

        private static Optional<IntPredicate> member(String name) {
            return switch (name) {
                case "alnum" -> Optional.of(Character::isLetterOrDigit);
                case "alpha" -> Optional.of(Character::isLetter);
                case "blank" -> Optional.of(c -> c == ' ' || c == '\t');
                case "cntrl" -> Optional.of(c -> c < 32 || c == 127);
                case "digit" -> Optional.of(c -> c >= '0' && c <= '9');
                case "graph" -> Optional.of(c -> c > 32 && c < 127);
                case "lower" -> Optional.of(c -> c >= 'a' && c <= 'z');
                case "print" -> Optional.of(c -> c >= 32 && c < 127);
                case "punct" ->
                        Optional.of(c -> c > 32 && c < 127 && !Character.isLetterOrDigit(c));
                case "space" -> Optional.of(c -> c == ' ' || c >= '\t' && c <= '\r');
                case "upper" -> Optional.of(c -> c >= 'A' && c <= 'Z');
                case "xdigit" -> Optional.of(c -> Character.digit(c, 16) >= 0);
                default -> Optional.empty();
            };
        }
    }
}
