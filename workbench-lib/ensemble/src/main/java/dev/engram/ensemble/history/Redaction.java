package dev.engram.ensemble.history;

import dev.engram.engram.select.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Blanks what looks like a secret: what {@link Secrets} finds, private keys, values given to names
 * that speak of secrets, credentials in addresses and headers. Rather blanks too much. Pure.
 */
final class Redaction {

    static final String MARK = "[redacted]";

    private static final Pattern KEY_BLOCK =
            Pattern.compile(
                    "-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?(?:-----END [A-Z0-9 ]*-----|\\z)",
                    Pattern.DOTALL);
    private static final Pattern ASSIGNED =
            Pattern.compile(
                    "(?i)((?:secret|token|passw(?:or)?d|passphrase|pwd|api[ _.-]?key|access[ _.-]?key"
                            + "|private[ _.-]?key|auth[ _.-]?key|credentials?)[\\w.-]{0,20}[\"']?"
                            + "\\s{0,4}(?::=|=>|:|=|\\bis\\b)\\s{0,4}[\"'`]?)(?!\\[redacted\\])"
                            + "[^\\s\"'`,;]{4,}");
    private static final Pattern HEADER =
            Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern ADDRESS =
            Pattern.compile("(://[^\\s/:@]{1,80}:)[^\\s/@]{1,200}(@)");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_+/=.~-]{16,}");

    private Redaction() {}

    static String of(String text) {
        String safe = KEY_BLOCK.matcher(text).replaceAll(MARK);
        safe = ADDRESS.matcher(safe).replaceAll("$1" + MARK + "$2");
        safe = HEADER.matcher(safe).replaceAll("$1" + MARK);
        safe = ASSIGNED.matcher(safe).replaceAll("$1" + MARK);
        StringJoiner lines = new StringJoiner("\n");
        for (String line : safe.split("\n", -1)) {
            lines.add(looksSecret(line) ? RUN.matcher(line).replaceAll(MARK) : line);
        }
        return lines.toString();
    }

    private static boolean looksSecret(String line) {
        // The name of a settings file, so that values without quotes count too.
        return Secrets.find("prompt.properties", line.getBytes(StandardCharsets.UTF_8)).isPresent();
    }
}
