package dev.engram.models.embedding.internal;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Markers such as {@code [SEP]} that stand for one token wherever they occur in raw text. The
 * leftmost wins; where two begin at one place, the longest. Immutable.
 */
final class SpecialTokens {

    /**
     * @param content the marker as it stands in text
     * @param id its token id
     */
    record Token(String content, int id) {}

    private final List<Token> tokens;
    private final String firstChars;

    SpecialTokens(List<Token> tokens) {
        this.tokens =
                tokens.stream()
                        .filter(t -> !t.content().isEmpty())
                        .sorted(Comparator.comparingInt((Token t) -> -t.content().length()))
                        .toList();
        StringBuilder first = new StringBuilder();
        this.tokens.forEach(t -> first.append(t.content().charAt(0)));
        this.firstChars = first.toString();
    }

    /** Walks a text: plain stretches (never empty) and markers, in order. */
    void split(String text, Consumer<String> plain, IntConsumer marker) {
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            Token token = firstChars.indexOf(text.charAt(i)) < 0 ? null : at(text, i);
            if (token == null) {
                i++;
                continue;
            }
            if (i > from) {
                plain.accept(text.substring(from, i));
            }
            marker.accept(token.id());
            i += token.content().length();
            from = i;
        }
        if (from < text.length()) {
            plain.accept(from == 0 ? text : text.substring(from));
        }
    }

    private @Nullable Token at(String text, int index) {
        for (Token token : tokens) {
            if (text.startsWith(token.content(), index)) {
                return token;
            }
        }
        return null;
    }
}
