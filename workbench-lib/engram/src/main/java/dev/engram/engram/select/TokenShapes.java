package dev.engram.engram.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tokens that their issuers gave a shape of its own. */
final class TokenShapes {

    private record Shape(String prefix, Pattern whole, String what) {}

    private static final int LONGEST = 400;
    private static final int LONGEST_WEB_TOKEN = 9000;
    private static final List<List<Shape>> BY_FIRST = new ArrayList<>();

    static {
        for (int i = 0; i < 128; i++) {
            BY_FIRST.add(new ArrayList<>());
        }
        String word = "[A-Za-z0-9]";
        String dashed = "[A-Za-z0-9_-]";
        for (String kind : List.of("AKIA", "ASIA")) {
            add(kind, "[A-Z0-9]{16}", "an AWS access key");
        }
        for (String kind : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
            add(kind, word + "{36,255}", "a GitHub token");
        }
        add("github_pat_", "[A-Za-z0-9_]{60,100}", "a GitHub token");
        add("glpat-", dashed + "{20,60}", "a GitLab token");
        for (String kind : List.of("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-")) {
            add(kind, "[0-9]{8,14}-[A-Za-z0-9-]{16,150}", "a Slack token");
        }
        for (String kind : List.of("sk_live_", "rk_live_")) {
            add(kind, word + "{20,120}", "a Stripe key");
        }
        add("sk-ant-", dashed + "{32,150}", "an API key");
        add("sk-proj-", dashed + "{32,200}", "an API key");
        add("sk-", word + "{40,64}", "an API key");
        add("AIza", dashed + "{35}", "a Google API key");
        add("npm_", word + "{36}", "an npm token");
        add("pypi-", "AgE" + dashed + "{50,250}", "a PyPI token");
        add("hf_", word + "{34,40}", "a Hugging Face token");
        add("dop_v1_", "[a-f0-9]{64}", "a DigitalOcean token");
        add("shpat_", "[a-fA-F0-9]{32}", "a Shopify token");
        add("AGE-SECRET-KEY-1", "[A-Z0-9]{40,80}", "a private key");
        add(
                "eyJ",
                dashed + "{12,4000}\\.eyJ" + dashed + "{12,4000}\\." + dashed + "{20,1000}",
                "a JSON web token");
    }

    private TokenShapes() {}

    private static void add(String prefix, String rest, String what) {
        Pattern whole = Pattern.compile(Pattern.quote(prefix) + rest + "(?![A-Za-z0-9_])");
        BY_FIRST.get(prefix.charAt(0)).add(new Shape(prefix, whole, what));
    }

    /** What token begins at {@code start}, or empty. */
    static String match(SecretScan.Span span, int start, int end) {
        for (Shape shape : BY_FIRST.get(span.bytes()[start])) {
            if (startsWith(span, start, end, shape.prefix())) {
                int longest = shape.prefix().equals("eyJ") ? LONGEST_WEB_TOKEN : LONGEST;
                String text = span.text(start, start + longest);
                var matcher = shape.whole().matcher(text);
                if (matcher.lookingAt() && !isExample(matcher.group())) {
                    return shape.what();
                }
            }
        }
        return afterAddress(span, start, end);
    }

    /** Tokens known by what stands before them. */
    private static String afterAddress(SecretScan.Span span, int start, int end) {
        byte[] content = span.bytes();
        if (end - start == 22 && span.text(start - 3, start).equals("SG.")) {
            return end < span.to() && content[end] == '.' ? "a SendGrid key" : "";
        }
        if (end - start == 24 && start > span.from() && content[start - 1] == '/') {
            String before = span.text(start - 60, start);
            return before.matches("(?s).*hooks\\.slack\\.com/services/T\\w+/B\\w+/")
                    ? "a Slack web hook"
                    : "";
        }
        return "";
    }

    /** Documentation's own examples and placeholders, which stand for no account. */
    static boolean isExample(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        if (lower.contains("example") || lower.contains("xxxx") || lower.contains("placeholder")) {
            return true;
        }
        long distinct = token.chars().distinct().count();
        return distinct < 10 || lower.contains("0123456789") || lower.contains("abcdefgh");
    }

    private static boolean startsWith(SecretScan.Span span, int start, int end, String prefix) {
        if (end - start < Math.min(prefix.length(), 8)) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (start + i >= span.to() || span.bytes()[start + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
