package dev.engram.ensemble.internal;

import dev.engram.ensemble.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the fenced blocks out of an answer in Markdown. Pure but for the syntax check. */
public final class CodeBlocks {

    private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})\\s*(.*?)\\s*$");
    private static final String FILE_NAME = "[\\w@$.-]+(?:/[\\w@$.-]+)*\\.[A-Za-z][A-Za-z0-9]{0,9}";
    private static final Pattern INFO_FILE =
            Pattern.compile("(?:title|file|filename|path)\\s*=\\s*[\"']?(" + FILE_NAME + ")");
    private static final Pattern BARE_FILE = Pattern.compile(FILE_NAME);
    private static final Pattern LEAD_FILE =
            Pattern.compile(
                    "^\\W*(?:(?:in|file|filename|save (?:it )?as)\\s*:?\\s*)?[`*\"]*("
                            + FILE_NAME
                            + ")[`*\":]*\\s*$",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FIRST_LINE_FILE =
            Pattern.compile(
                    "^\\s*(?://|#|<!--|--|/\\*)\\s*(?:file\\s*:\\s*)?("
                            + FILE_NAME
                            + ")\\b.{0,4}$");

    private CodeBlocks() {}

    /** The blocks in order, each checked; a block that is never closed ends with the answer. */
    public static List<CodeBlock> of(String answer) {
        List<CodeBlock> blocks = new ArrayList<>();
        String fence = "";
        String info = "";
        String lead = "";
        String previous = "";
        StringBuilder code = new StringBuilder();
        for (String line : answer.lines().toList()) {
            Matcher matcher = FENCE.matcher(line);
            boolean mark = matcher.matches();
            if (fence.isEmpty() && mark && !matcher.group(2).contains("`")) {
                fence = matcher.group(1);
                info = matcher.group(2);
                lead = previous;
            } else if (closes(fence, matcher, mark)) {
                blocks.add(block(info, lead, code.toString()));
                fence = "";
                code.setLength(0);
            } else if (!fence.isEmpty()) {
                code.append(line).append('\n');
            }
            previous = line.isBlank() ? previous : line;
        }
        if (!fence.isEmpty() && !code.toString().isBlank()) {
            blocks.add(block(info, lead, code.toString()));
        }
        return List.copyOf(blocks);
    }

    /** Only a bare mark at least as long as the one above closes a block. */
    private static boolean closes(String fence, Matcher line, boolean mark) {
        return !fence.isEmpty()
                && mark
                && line.group(2).isEmpty()
                && line.group(1).startsWith(fence);
    }

    /** The answer without its blocks. */
    public static String prose(String answer) {
        StringBuilder prose = new StringBuilder();
        String fence = "";
        for (String line : answer.lines().toList()) {
            Matcher matcher = FENCE.matcher(line);
            boolean mark = matcher.matches();
            if (fence.isEmpty() && mark && !matcher.group(2).contains("`")) {
                fence = matcher.group(1);
            } else if (closes(fence, matcher, mark)) {
                fence = "";
            } else if (fence.isEmpty()) {
                prose.append(line).append('\n');
            }
        }
        return prose.toString();
    }

    private static CodeBlock block(String info, String lead, String code) {
        String[] words = info.split("[\\s,{]+", 2);
        String language = words[0].toLowerCase(Locale.ROOT);
        String file = first(INFO_FILE, info);
        if (file.isEmpty() && words.length > 1 && BARE_FILE.matcher(words[1]).matches()) {
            file = words[1];
        }
        if (file.isEmpty() && language.contains(":")) {
            file = words[0].substring(words[0].indexOf(':') + 1);
            language = language.substring(0, language.indexOf(':'));
        }
        if (file.isEmpty()) {
            file = first(LEAD_FILE, lead);
        }
        if (file.isEmpty()) {
            file = first(FIRST_LINE_FILE, code.lines().findFirst().orElse(""));
        }
        SyntaxCheck.Finding finding = SyntaxCheck.check(language, file, code);
        return new CodeBlock(language, file, code, finding.syntax(), finding.problem());
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
