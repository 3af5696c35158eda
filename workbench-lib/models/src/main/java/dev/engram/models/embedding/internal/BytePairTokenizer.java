package dev.engram.models.embedding.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte-pair encoding as Llama's SentencePiece model does it: blanks become {@code U+2581}, one
 * stands before the text, characters outside the vocabulary fall back to their UTF-8 bytes, and the
 * pair of lowest rank is merged until none is left.
 *
 * <p>No piece of such a vocabulary holds the blank mark after another character, so no merge ever
 * crosses the beginning of a word: words are encoded on their own, and remembered.
 */
final class BytePairTokenizer implements TextTokenizer {

    /** Two neighbouring pieces that become one; the position in the list of merges is the rank. */
    record Merge(String left, String right) {}

    private static final char BLANK = '\u2581';
    private static final int REMEMBERED_WORDS = 1 << 17;
    private static final int REMEMBERED_LENGTH = 40;

    private final Map<String, Integer> vocabulary;
    private final PairTable merges;
    private final int[] byteIds = new int[256];
    private final int unknown;
    private final SpecialTokens special;
    private final Map<String, int[]> words = new ConcurrentHashMap<>();

    BytePairTokenizer(
            Map<String, Integer> vocabulary,
            List<Merge> merges,
            String unknownToken,
            SpecialTokens special) {
        this.vocabulary = vocabulary;
        this.special = special;
        this.unknown = vocabulary.getOrDefault(unknownToken, 0);
        for (int b = 0; b < 256; b++) {
            byteIds[b] = vocabulary.getOrDefault("<0x%02X>".formatted(b), -1);
        }
        this.merges = new PairTable(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            Integer left = vocabulary.get(merge.left());
            Integer right = vocabulary.get(merge.right());
            String piece = merge.left() + merge.right();
            Integer made = vocabulary.get(piece);
            if (left == null || right == null || made == null) {
                throw new IllegalArgumentException("merge outside the vocabulary: " + merge);
            }
            if (hasBlankInside(piece)) {
                throw new IllegalArgumentException("piece with a blank inside: " + piece);
            }
            this.merges.put(left, right, rank, made);
        }
    }

    private static boolean hasBlankInside(String piece) {
        for (int i = 1; i < piece.length(); i++) {
            if (piece.charAt(i) == BLANK && piece.charAt(i - 1) != BLANK) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int[] encode(String text) {
        IntList ids = new IntList(text.length() / 2);
        special.split(text, plain -> encodePlain(plain, ids), ids::add);
        return ids.toArray();
    }

    /** The ids of one word that stands after a blank; it may not contain one. */
    int[] encodeWord(String word) {
        return piece(BLANK + word);
    }

    private void encodePlain(String plain, IntList ids) {
        String marked = BLANK + plain.replace(' ', BLANK);
        int from = 0;
        for (int i = 1; i <= marked.length(); i++) {
            boolean begins =
                    i == marked.length()
                            || (marked.charAt(i) == BLANK && marked.charAt(i - 1) != BLANK);
            if (begins) {
                ids.addAll(piece(marked.substring(from, i)));
                from = i;
            }
        }
    }

    private int[] piece(String piece) {
        if (piece.length() > REMEMBERED_LENGTH) {
            return merge(symbols(piece));
        }
        int[] known = words.get(piece);
        if (known == null) {
            known = merge(symbols(piece));
            if (words.size() < REMEMBERED_WORDS) {
                words.put(piece, known);
            }
        }
        return known;
    }

    /** One id a character, bytes for characters outside the vocabulary. */
    private int[] symbols(String piece) {
        IntList ids = new IntList(piece.length());
        boolean afterUnknown = false;
        for (int i = 0; i < piece.length(); ) {
            int end = piece.offsetByCodePoints(i, 1);
            String character = piece.substring(i, end);
            i = end;
            Integer id = vocabulary.get(character);
            if (id != null) {
                ids.add(id);
                afterUnknown = false;
            } else if (!addBytes(character, ids)) {
                if (!afterUnknown) {
                    ids.add(unknown);
                }
                afterUnknown = true;
            }
        }
        return ids.toArray();
    }

    private boolean addBytes(String character, IntList ids) {
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (byteIds[b & 0xFF] < 0) {
                return false;
            }
        }
        for (byte b : bytes) {
            ids.add(byteIds[b & 0xFF]);
        }
        return true;
    }

    private int[] merge(int[] symbols) {
        return symbols.length <= 64
                ? PairMerging.scan(symbols, merges)
                : PairMerging.queue(symbols, merges);
    }
}
