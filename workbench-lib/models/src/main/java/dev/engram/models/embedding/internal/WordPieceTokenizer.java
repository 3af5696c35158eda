package dev.engram.models.embedding.internal;

import java.util.Map;

/**
 * WordPiece as the uncased BERT models use it: normalised text is split at blanks and around every
 * punctuation mark; a word becomes its longest known pieces from the left, or the unknown token as
 * a whole.
 */
final class WordPieceTokenizer implements TextTokenizer {

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int longestWord;
    private final int longestPiece;
    private final SpecialTokens special;

    WordPieceTokenizer(
            Map<String, Integer> vocabulary,
            String unknownToken,
            int longestWord,
            SpecialTokens special) {
        this.vocabulary = vocabulary;
        this.unknown = id(unknownToken);
        this.longestWord = longestWord;
        this.longestPiece = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(1);
        this.special = special;
    }

    /** The id of a token that the vocabulary must have. */
    int id(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("no token " + token + " in the vocabulary");
        }
        return id;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, Integer.MAX_VALUE);
    }

    /** The first {@code limit} ids of a text, without looking at more of it than they need. */
    int[] encode(String text, int limit) {
        IntList ids = new IntList(Math.min(text.length() / 3, limit));
        special.split(text, plain -> encodePlain(plain, limit, ids), ids::add);
        ids.truncate(limit);
        return ids.toArray();
    }

    private void encodePlain(String plain, int limit, IntList ids) {
        if (ids.size() >= limit) {
            return;
        }
        String text = BertText.normalise(plain);
        int from = 0;
        for (int i = 0; i < text.length() && ids.size() < limit; ) {
            int codePoint = text.codePointAt(i);
            int width = Character.charCount(codePoint);
            boolean blank = BertText.isBlank(codePoint);
            if (blank || BertText.isPunctuation(codePoint)) {
                addWord(text, from, i, ids);
                if (!blank) {
                    addWord(text, i, i + width, ids);
                }
                from = i + width;
            }
            i += width;
        }
        if (ids.size() < limit) {
            addWord(text, from, text.length(), ids);
        }
    }

    private void addWord(String text, int from, int to, IntList ids) {
        if (from >= to) {
            return;
        }
        if (text.codePointCount(from, to) > longestWord) {
            ids.add(unknown);
            return;
        }
        int before = ids.size();
        for (int start = from; start < to; ) {
            int end = Math.min(to, start + longestPiece);
            Integer id = null;
            for (; end > start && id == null; end--) {
                String piece = text.substring(start, end);
                id = vocabulary.get(start == from ? piece : "##" + piece);
                if (id != null) {
                    break;
                }
            }
            if (id == null) {
                ids.truncate(before);
                ids.add(unknown);
                return;
            }
            ids.add(id);
            start = end;
        }
    }
}
