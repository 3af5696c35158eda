package dev.engram.ensemble.internal;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds sentences of retrieved text that speak to the model instead of about the subject: orders to
 * drop its instructions, new roles, fake turns, wishes for what its answer shall say, addresses to
 * send data to. A list of patterns: it misses what is phrased unlike any of them. Pure.
 */
public final class Suspicions {

    /** What stands in place of a sentence that was left out. */
    public static final String LEFT_OUT = "[a sentence addressed to the reader was left out]";

    /**
     * A text with such sentences left out.
     *
     * @param text what remains
     * @param found how many were left out
     */
    public record Cleaned(String text, int found) {}

    private static final Pattern BREAK =
            Pattern.compile("(?<=[.!?])(?=\\s)|(?<=\\n)|(?=<!--)|(?<=-->)");
    private static final Pattern INVISIBLE =
            Pattern.compile(
                    "[\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\uFEFF\\u00AD]|[\\x{E0000}-\\x{E007F}]");

    private static final String MODEL =
            "(?:ai|a\\.i\\.|assistant|language model|llm|chat ?bot|model|agent|gpt|copilot)";
    private static final String ANSWER =
            "(?:answer|answers|reply|replies|response|responses|output|message|completion|summary)";

    private static final List<Pattern> PATTERNS =
            List.of(
                    // Drop what you were told.
                    of(
                            "\\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don't follow|"
                                    + "stop following|pay no attention to)\\b.{0,40}\\b(?:previous|prior|above|earlier|"
                                    + "preceding|other|all|your|the)\\b.{0,30}\\b(?:instruction|instructions|"
                                    + "prompt|prompts|rules|guidelines|directions|question|context|text|task|documentation|"
                                    + "everything)\\b"),
                    of(
                            "\\b(?:new|updated|real|actual|revised|important|special|additional|hidden)"
                                    + " (?:instruction|instructions|task|directive|orders?|system prompt)\\b\\s*[:.-]"),
                    // A new role.
                    of(
                            "\\byou are (?:now|no longer)\\b|\\bfrom now on\\b.{0,40}\\byou\\b|\\bact as (?:a|an|if)\\b.{0,60}\\b(?:you|"
                                    + MODEL
                                    + ")\\b|\\bpretend (?:to be|that you)\\b"),
                    // Fake turns and heads.
                    of(
                            "^\\W{0,6}(?:system|assistant|user|human|developer|ai)\\s*(?:message|prompt|note|override)?\\s*[:>\\]]"),
                    of(
                            "^\\s*#{1,4}\\s*(?:system|instructions?|new task|response|answer|end of (?:context|document|data))\\b"),
                    of("\\bend of (?:context|documents?|documentation|data|passage|sources?)\\b"),
                    of(
                            "< ?\\| ?(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)"),
                    of("</?(?:system|instructions?|prompt|assistant|user)>"),
                    // What the answer shall say.
                    of(
                            "\\b(?:your|the|every|each|any|final) "
                                    + ANSWER
                                    + "\\b.{0,40}\\b(?:must|should|has to|needs? to|shall|will|is to)\\b.{0,40}\\b(?:say|be|include|contain|end|begin|start|mention|consist|read)\\b"),
                    of(
                            "\\b(?:answer|reply|respond|say|write|print|output|state|type|repeat|return|begin|start|end|finish|conclude)\\b.{0,30}\\b(?:only|exactly|just|with|instead|nothing but)\\b.{0,60}(?:[\"'`“‘]|\\bword\\b|\\bphrase\\b|\\bwords\\b|[A-Z0-9]{4,})",
                            false),
                    of(
                            "\\b(?:include|add|append|insert|put|mention|attach)\\b.{0,60}\\b(?:in|to|at the (?:end|start|beginning) of|into) (?:your|the|every|each|any) "
                                    + ANSWER
                                    + "\\b"),
                    of(
                            "\\b(?:when|if|before|after|while)\\b.{0,30}\\b(?:answering|responding|replying|summari[sz]ing|asked|you answer|you reply|you respond)\\b.{0,80}\\b(?:say|write|reply|answer|state|include|add|output|print|tell|mention|respond|claim|use)\\b"),
                    // Addressing a model.
                    of(
                            "\\b(?:note|message|notice|attention|instruction|instructions|reminder|dear|hey|hello|to)\\b.{0,20}\\b(?:to|for|the|any|all)?\\s*(?:ai|a\\.i\\.|language model|language models|llm|llms|chat ?bots?|ai assistants?|assistants?|ai models?|ai agents?)\\b.{0,120}"),
                    of(
                            "\\b(?:tell|inform|convince|assure|instruct) (?:the|your) (?:user|reader|human|person)\\b"),
                    of(
                            "\\b(?:reveal|print|repeat|show|output|leak|disclose)\\b.{0,30}\\b(?:your|the) (?:system )?(?:prompt|instructions|hidden|secret|password|key|context)\\b"),
                    // Carrying data away.
                    of(
                            "\\b(?:send|post|upload|forward|transmit|submit|exfiltrate|fetch|visit|open|click|load|request)\\b.{0,80}\\b(?:https?://|www\\.)"),
                    of("!\\[[^\\]]*\\]\\(https?://[^)]*[?&=][^)]*\\)"),
                    of("\\[[^\\]]*\\]\\(https?://[^)]*\\{[^)]*\\)"));

    private Suspicions() {}

    private static Pattern of(String regex) {
        return of(regex, true);
    }

    private static Pattern of(String regex, boolean anyCase) {
        return Pattern.compile(
                anyCase
                        ? regex
                        : "(?i:" + regex.replace("[A-Z0-9]{4,}", "(?-i:[A-Z0-9]{4,})") + ")",
                anyCase ? Pattern.CASE_INSENSITIVE | Pattern.MULTILINE : Pattern.MULTILINE);
    }

    /** Whether a sentence speaks to the model. */
    static boolean speaksToTheModel(String sentence) {
        String plain = INVISIBLE.matcher(sentence).replaceAll("");
        plain = Normalizer.normalize(plain, Normalizer.Form.NFKC);
        plain = plain.replaceAll("^\\s*(?:/\\*\\*?|\\*|//|#(?!#)|--|<!--|;|%)+\\s?", "");
        plain = plain.replaceAll("\\s+", " ");
        for (Pattern pattern : PATTERNS) {
            if (pattern.matcher(plain).find()) {
                return true;
            }
        }
        return false;
    }

    /** Leaves such sentences out, with a remark in their place; adjacent ones share one remark. */
    public static Cleaned clean(String text) {
        List<String> kept = new ArrayList<>();
        int found = 0;
        boolean last = false;
        for (String sentence : BREAK.split(text)) {
            if (speaksToTheModel(sentence)) {
                found++;
                if (!last) {
                    kept.add(leading(sentence) + LEFT_OUT);
                }
                if (sentence.endsWith("\n")) {
                    kept.add("\n");
                }
                last = true;
            } else {
                kept.add(sentence);
                last = last && sentence.isBlank();
            }
        }
        return new Cleaned(found == 0 ? text : String.join("", kept), found);
    }

    private static String leading(String sentence) {
        int i = 0;
        while (i < sentence.length() && Character.isWhitespace(sentence.charAt(i))) {
            i++;
        }
        return sentence.substring(0, i).toLowerCase(Locale.ROOT);
    }
}
