package dev.engram.engram.select;

/** Private keys in PEM armour: base64 soon after a line that says so. */
final class PrivateKeys {

    private static final int LOOK_BACK = 400;
    private static final String MARK = "-----BEGIN ";

    private PrivateKeys() {}

    /** Whether the run at {@code start} is the body of a private key. */
    static boolean begins(SecretScan.Span span, int start) {
        if (!digitsAndLetters(span.bytes(), start)) {
            return false;
        }
        String before = span.text(start - LOOK_BACK, start);
        int begin = before.lastIndexOf(MARK);
        if (begin < 0 || before.indexOf("-----END", begin) >= 0) {
            return false;
        }
        int close = before.indexOf("-----", begin + MARK.length());
        if (close < 0) {
            return false;
        }
        String title = before.substring(begin + MARK.length(), close);
        return title.endsWith("PRIVATE KEY") || title.endsWith("PRIVATE KEY BLOCK");
    }

    /** Base64, not a word: among the first 24 there are capitals, small letters and digits. */
    private static boolean digitsAndLetters(byte[] content, int start) {
        boolean capital = false;
        boolean small = false;
        boolean digit = false;
        for (int i = start; i < start + 24; i++) {
            capital |= content[i] >= 'A' && content[i] <= 'Z';
            small |= content[i] >= 'a' && content[i] <= 'z';
            digit |= content[i] >= '0' && content[i] <= '9';
        }
        return capital && small && digit;
    }
}
