package dev.engram.base;

/** Text within HTML and SVG. Stateless. */
public final class Markup {

    private Markup() {}

    /**
     * Text that is safe inside elements and quoted attributes: everything that is read as markup
     * becomes an entity, and control characters, which XML forbids, become U+FFFD. A dollar sign
     * counts as markup, since notebooks look for formulas in their pages.
     */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '$' -> safe.append("&#36;");
                case '\n', '\t', '\r' -> safe.append(c);
                default -> safe.append(c < 0x20 ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }
}
