package dev.engram.ensemble.internal;

import dev.engram.ensemble.AskKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt file: sections {@code system}, {@code with context} and {@code without context}, each
 * after a line {@code === name}. A changed prompt is a new file with a higher number.
 *
 * @param id name and version, such as {@code ask-1}
 * @param system what stands before the conversation
 * @param withContext the task with {@code {{context}}} and {@code {{task}}}
 * @param withoutContext the task where nothing relevant was found
 */
public record Prompt(String id, String system, String withContext, String withoutContext) {

    private static final Pattern SECTION = Pattern.compile("(?m)^=== (.+)$\\R?");
    private static final Pattern SLOT = Pattern.compile("\\{\\{(context|task)\\}\\}");
    private static final int VERSION = 1;

    /** The newest prompt of an assistant. */
    public static Prompt of(AskKind kind) {
        String id = kind.name().toLowerCase(Locale.ROOT) + "-" + VERSION;
        try (InputStream in =
                Prompt.class.getResourceAsStream("/dev/engram/ensemble/prompts/" + id + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("prompt " + id + " is missing from the jar");
            }
            return parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prompt parse(String id, String text) {
        Map<String, String> sections = new HashMap<>();
        Matcher heads = SECTION.matcher(text);
        String name = "";
        int start = 0;
        while (heads.find()) {
            sections.put(name, text.substring(start, heads.start()).strip());
            name = heads.group(1).strip();
            start = heads.end();
        }
        sections.put(name, text.substring(start).strip());
        return new Prompt(
                id,
                sections.getOrDefault("system", ""),
                sections.getOrDefault("with context", ""),
                sections.getOrDefault("without context", ""));
    }

    /** The user's message; what is filled in is not searched for slots again. */
    public String fill(String context, String task) {
        Matcher slots = SLOT.matcher(context.isEmpty() ? withoutContext : withContext);
        return slots.replaceAll(
                m -> Matcher.quoteReplacement(m.group(1).equals("task") ? task : context.strip()));
    }
}
