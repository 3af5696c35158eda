package dev.engram.kernel.runtime.internal.assist;

/** Javadoc as plain text: enough to read in a tooltip. */
final class PlainJavadoc {

    private PlainJavadoc() {}

    static String of(String javadoc) {
        return javadoc.replaceAll(
                        "(?s)\\{@(?:code|literal|link|linkplain|value)\\s+([^{}]*)\\}", "$1")
                .replaceAll("(?i)<(?:p|li|br|tr|h\\d)[^>]*>", "\n")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\n[ \t]+", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }
}
