package dev.engram.engram.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Text to search tokens, the same for passages and queries: words and parts of identifiers ({@code
 * parseHTTPDate} gives {@code pars}, {@code http}, {@code date}), in lower case, without the
 * commonest English words, reduced to their stems. Thread-safe.
 */
public final class Tokenizer {

    private static final Set<String> STOP_WORDS =
            Set.of(
                    "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into",
                    "is", "it", "no", "not", "of", "on", "or", "such", "that", "the", "their",
                    "then", "there", "these", "they", "this", "to", "was", "will", "with");

    private Tokenizer() {}

    /** The tokens of a text in order, repetitions included. */
    public static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Normalizer normalizer = new Normalizer();
        TokenScanner scanner =
                new TokenScanner() {
                    @Override
                    protected void token(byte[] bytes, int from, int length, long hash) {
                        int stemmed = normalizer.normalize(bytes, from, length);
                        if (stemmed > 0) {
                            tokens.add(
                                    new String(
                                            normalizer.token(),
                                            0,
                                            stemmed,
                                            StandardCharsets.UTF_8));
                        }
                    }
                };
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        scanner.scan(utf8, 0, utf8.length);
        return tokens;
    }

    /** From a raw token of a {@link TokenScanner} to a search token. Serves one thread. */
    public static final class Normalizer {

        private final Stemmer stemmer = new Stemmer();
        private final byte[] token = new byte[TokenScanner.MAX_TOKEN_BYTES + 8];

        /**
         * Takes a raw token; what it becomes is in {@link #token} until the next call.
         *
         * @return the length of what it becomes, or 0 for a stop word
         */
        public int normalize(byte[] bytes, int from, int length) {
            boolean letters = true;
            for (int i = 0; i < length; i++) {
                int lower = TokenScanner.lower(bytes[from + i]);
                token[i] = (byte) lower;
                letters &= lower >= 'a' && lower <= 'z';
            }
            if (length <= 5 && STOP_WORDS.contains(ascii(token, length))) {
                return 0;
            }
            return letters ? stemmer.stem(token, length) : length;
        }

        /** The search token: as many bytes as {@link #normalize} said. */
        public byte[] token() {
            return token;
        }

        private static String ascii(byte[] token, int length) {
            return new String(token, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
