package dev.engram.engram.documents.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Which paragraph styles are headings, and of which level, from 1; a title has level 0. */
final class DocxStyles implements SafeXml.Handler {

    private static final int MAX_LEVEL = 9;

    private final Map<String, Integer> levels;
    private final Map<String, String> parents = new HashMap<>();
    private String style = "";

    DocxStyles(Map<String, Integer> levels) {
        this.levels = levels;
    }

    @Override
    public void start(String name, XMLStreamReader xml) {
        String value = attribute(xml, "val");
        switch (name) {
            case "style" -> {
                String id = attribute(xml, "styleId");
                style = id == null ? "" : id;
            }
            case "name" -> {
                int level = value == null ? -1 : levelOfName(value);
                if (level >= 0 && !style.isEmpty()) {
                    levels.put(style, level);
                }
            }
            case "basedOn" -> {
                if (value != null && !style.isEmpty()) {
                    parents.put(style, value);
                }
            }
            case "outlineLvl" -> {
                int level = value == null ? MAX_LEVEL : number(value);
                if (level < MAX_LEVEL && !style.isEmpty()) {
                    levels.putIfAbsent(style, level + 1);
                }
            }
            default -> {
                // formatting
            }
        }
    }

    @Override
    public void end(String name) {
        if (name.equals("style")) {
            style = "";
        } else if (name.equals("styles")) {
            parents.keySet().forEach(this::inherit);
        }
    }

    @Override
    public void text(String text) {}

    private void inherit(String child) {
        String ancestor = child;
        for (int i = 0; i < MAX_LEVEL && ancestor != null; i++) {
            Integer level = levels.get(ancestor);
            if (level != null) {
                levels.putIfAbsent(child, level);
                return;
            }
            ancestor = parents.get(ancestor);
        }
    }

    /** The level that a style's built-in English name tells, else -1. */
    static int levelOfName(String name) {
        String lower = name.toLowerCase(Locale.ROOT).strip();
        if (lower.equals("title")) {
            return 0;
        }
        if (lower.startsWith("heading") && lower.length() <= 9) {
            int level = number(lower.substring(7).strip());
            return level >= 1 && level <= MAX_LEVEL ? level : -1;
        }
        return -1;
    }

    static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return MAX_LEVEL;
        }
    }

    /** An attribute by its local name, whatever its namespace. */
    static @Nullable String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }
}
