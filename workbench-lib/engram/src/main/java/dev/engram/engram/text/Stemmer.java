package dev.engram.engram.text;

/**
 * Porter's English stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980), in place on
 * lower-case ASCII. An instance serves one thread.
 */
final class Stemmer {

    private byte[] word = new byte[0];

    /** Index of the last letter. */
    private int k;

    /** End of the stem before the suffix that {@link #ends} found. */
    private int j;

    /**
     * Stems {@code word[0..length)} in place; the array has room for one more byte.
     *
     * @return the new length
     */
    int stem(byte[] letters, int length) {
        if (length < 3) {
            return length;
        }
        word = letters;
        k = length - 1;
        plurals();
        pastAndParticiples();
        if (ends("y") && vowelInStem()) {
            word[k] = 'i';
        }
        replaceFirst(DOUBLE_SUFFIXES);
        replaceFirst(FULL_SUFFIXES);
        dropSuffix();
        finalE();
        return k + 1;
    }

    private static final String[][] DOUBLE_SUFFIXES = {
        {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"},
        {"izer", "ize"}, {"bli", "ble"}, {"alli", "al"}, {"entli", "ent"},
        {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"},
        {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"}, {"fulness", "ful"},
        {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"},
        {"logi", "log"},
    };

    private static final String[][] FULL_SUFFIXES = {
        {"icate", "ic"},
        {"ative", ""},
        {"alize", "al"},
        {"iciti", "ic"},
        {"ical", "ic"},
        {"ful", ""},
        {"ness", ""},
    };

    private static final String[] DROPPED = {
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
        "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    };

    private void plurals() {
        if (word[k] != 's') {
            return;
        }
        if (ends("sses")) {
            k -= 2;
        } else if (ends("ies")) {
            k -= 2;
        } else if (k > 0 && word[k - 1] != 's') {
            k--;
        }
    }

    private void pastAndParticiples() {
        if (ends("eed")) {
            if (measure() > 0) {
                k--;
            }
            return;
        }
        if (!((ends("ed") || ends("ing")) && vowelInStem())) {
            return;
        }
        k = j;
        if (ends("at") || ends("bl") || ends("iz")) {
            word[++k] = 'e';
        } else if (doubleConsonant(k)) {
            byte last = word[k];
            if (last != 'l' && last != 's' && last != 'z') {
                k--;
            }
        } else {
            j = k;
            if (measure() == 1 && shortSyllable(k)) {
                word[++k] = 'e';
            }
        }
    }

    private void replaceFirst(String[][] suffixes) {
        for (String[] pair : suffixes) {
            if (ends(pair[0])) {
                if (measure() > 0) {
                    set(pair[1]);
                }
                return;
            }
        }
    }

    private void dropSuffix() {
        for (String suffix : DROPPED) {
            if (ends(suffix)) {
                boolean allowed =
                        !suffix.equals("ion") || (j >= 0 && (word[j] == 's' || word[j] == 't'));
                if (allowed && measure() > 1) {
                    k = j;
                }
                return;
            }
        }
    }

    private void finalE() {
        j = k;
        if (word[k] == 'e') {
            j = k - 1;
            int measure = measure();
            if (measure > 1 || (measure == 1 && !shortSyllable(k - 1))) {
                k--;
            }
        }
        j = k;
        if (word[k] == 'l' && doubleConsonant(k) && measure() > 1) {
            k--;
        }
    }

    private boolean consonant(int i) {
        return switch (word[i]) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> i == 0 || !consonant(i - 1);
            default -> true;
        };
    }

    /** Number of vowel–consonant sequences up to {@code j}. */
    private int measure() {
        int count = 0;
        boolean vowel = false;
        for (int i = 0; i <= j; i++) {
            boolean consonant = consonant(i);
            if (consonant && vowel) {
                count++;
            }
            vowel = !consonant;
        }
        return count;
    }

    private boolean vowelInStem() {
        for (int i = 0; i <= j; i++) {
            if (!consonant(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean doubleConsonant(int i) {
        return i > 0 && word[i] == word[i - 1] && consonant(i);
    }

    /** Whether consonant, vowel, consonant end at {@code i}, the last not w, x or y. */
    private boolean shortSyllable(int i) {
        if (i < 2 || !consonant(i) || consonant(i - 1) || !consonant(i - 2)) {
            return false;
        }
        return word[i] != 'w' && word[i] != 'x' && word[i] != 'y';
    }

    private boolean ends(String suffix) {
        int length = suffix.length();
        if (length > k + 1) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[k - length + 1 + i] != suffix.charAt(i)) {
                return false;
            }
        }
        j = k - length;
        return true;
    }

    private void set(String ending) {
        for (int i = 0; i < ending.length(); i++) {
            word[j + 1 + i] = (byte) ending.charAt(i);
        }
        k = j + ending.length();
    }
}
