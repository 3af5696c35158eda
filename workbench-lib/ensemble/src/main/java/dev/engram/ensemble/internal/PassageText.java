package dev.engram.ensemble.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A passage in parts, so that a small budget gets what matters first.
 *
 * @param signature the declaration without its body; empty where there is none
 * @param documentation the comment above it as plain text; empty where there is none
 * @param rest the body, or the whole text where it has no such parts
 */
public record PassageText(String signature, String documentation, String rest) {

    private static final Pattern COMMENT =
            Pattern.compile("\\A\\s*/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern INLINE_TAG =
            Pattern.compile("\\{@(?:code|link|linkplain|literal|value)\\s+#?([^{}]*)\\}");

    /** What stands above the first declaration of a file: licence, package, imports. */
    private static final Pattern FILE_HEAD =
            Pattern.compile(
                    "\\A(?:\\s*/\\*(?!\\*).*?\\*/)?\\s*package\\s[^;]+;(?:\\s*(?:import\\s[^;]+;|//[^\\n]*\\n))*+",
                    Pattern.DOTALL);

    /**
     * Takes a passage apart; anything but a commented declaration is all {@code rest}. The licence,
     * package and imports of a source file are left out.
     */
    public static PassageText of(String whole) {
        String text = FILE_HEAD.matcher(whole).replaceFirst("");
        Matcher comment = COMMENT.matcher(text);
        if (!comment.find()) {
            return new PassageText("", "", text.strip());
        }
        String code = text.substring(comment.end());
        int end = endOfSignature(code);
        String signature =
                code.substring(0, end).replaceAll("(?m)^\\s*@\\w+(\\([^)]*\\))?\\s*$", "");
        return new PassageText(
                signature.replaceAll("\\s+", " ").strip(),
                plain(comment.group(1)),
                code.substring(end).strip());
    }

    /** The place of the first brace or semicolon outside of parentheses. */
    private static int endOfSignature(String code) {
        int depth = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth <= 0 && (c == '{' || c == ';')) {
                return i;
            }
        }
        return code.length();
    }

    /** A comment without stars and markup; one line a sentence or example. */
    static String plain(String comment) {
        String text = comment.replaceAll("(?m)^[ \\t]*\\*+ ?", "");
        text = INLINE_TAG.matcher(text).replaceAll("$1");
        text = text.replaceAll("(?i)</?(?:em|strong|code|b|i|a|tt|sub|sup)\\b[^<>]{0,80}>", "");
        text = text.replaceAll("</?[a-zA-Z][^<>]{0,80}>", "\n");
        text =
                text.replaceAll(
                        "(?m)^\\s*@(?:see|since|author|version).*(?:\\R(?!\\s*@|\\s*$).*)*+", "");
        text =
                text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&nbsp;", " ")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
        text = text.replaceAll("(?m)^\\s*@param\\s+(\\S+)\\s+", "$1: ");
        text = text.replaceAll("(?m)^\\s*@return\\s+", "Returns ");
        text = text.replaceAll("(?m)^\\s*@throws\\s+(\\S+)", "Throws $1");
        return text.replaceAll("[ \\t]+", " ").replaceAll("\\s*\\R\\s*", "\n").strip();
    }

    /** Signature and documentation. */
    public String head() {
        return (signature + "\n" + documentation).strip();
    }

    /** Everything, the most telling first. */
    public String full() {
        return (head() + "\n" + rest).strip();
    }
}
