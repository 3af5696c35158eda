package dev.engram.engram.internal.passages;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Languages with braces: each function or method with its comment is a passage; a type's head and
 * its fields are gathered into others. It looks only at braces, brackets, semicolons, strings,
 * comments and a few words, so it works for any language of the family, also on code that does not
 * compile. An instance serves one thread.
 */
final class BraceSplitter {

    /**
     * Words that open a scope whose members are passages, whatever else stands before the brace.
     */
    private static final byte[][] SCOPES =
            words(
                    "class",
                    "interface",
                    "record",
                    "namespace",
                    "trait",
                    "object",
                    "module",
                    "extension",
                    "protocol",
                    "impl",
                    "mod",
                    "extern",
                    "package");

    /** The same, unless parentheses come before the brace: then a function returns one. */
    private static final byte[][] DATA_SCOPES = words("enum", "struct", "union");

    /** Words that begin what stands at the head of a file. */
    private static final byte[][] IMPORTS = words("package", "import", "using", "use");

    /** Declarations without a body become passages of their own from this length on. */
    private static final int OWN_PASSAGE_BYTES = 160;

    /** Gathered members end at this length. */
    private static final int GATHER_BYTES = 1500;

    /** What is looked at between the braces of a member. */
    private static final boolean[] COUNTS = counts();

    private static final byte BLOCK = 0;
    private static final byte SCOPE = 1;

    private byte[] bytes = new byte[0];
    private int begin;
    private int to;
    private boolean apostropheStrings;
    private boolean directives;
    private Windows out = new Windows(bytes, 0, (a, b, c, d) -> {});

    private byte[] stack = new byte[64];
    private int depth;
    private int brackets;
    private int member;
    private boolean scopeWord;
    private boolean dataWord;
    private boolean parenthesis;
    private boolean equalsSign;

    private boolean block;
    private int firstWord;
    private int firstWordEnd;

    private int gathered;

    /** Whether what was gathered is but the head of a file, which goes with the first type. */
    private boolean importsOnly;

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    private static boolean[] counts() {
        boolean[] counts = new boolean[256];
        for (char c : "/\"`'#{}".toCharArray()) {
            counts[c] = true;
        }
        return counts;
    }

    void split(
            byte[] content,
            int from,
            int end,
            boolean apostrophes,
            boolean preprocessor,
            Windows windows) {
        bytes = content;
        begin = from;
        to = end;
        apostropheStrings = apostrophes;
        out = windows;
        depth = 0;
        brackets = 0;
        directives = preprocessor;
        gathered = -1;
        member = -1;
        boolean lineStart = true;
        int at = from;
        while (at < to) {
            int b = bytes[at];
            if (b == '\n') {
                at++;
                lineStart = true;
                continue;
            }
            if (b == ' ' || b == '\t' || b == '\r') {
                at++;
                continue;
            }
            boolean atMember = depth == 0 || stack[depth - 1] == SCOPE;
            if (!atMember) {
                at = body(at);
                lineStart = false;
                continue;
            }
            if (b == '#' && lineStart && preprocessor) {
                at = skipDirective(at);
                continue;
            }
            boolean trails = !lineStart && member < 0 && gathered >= 0 && isComment(at);
            lineStart = false;
            if (trails) {
                // it speaks of what stands before it on its line
                at = comment(at);
                continue;
            }
            if (member < 0 && b != '}') {
                beginMember(at);
            }
            switch (b) {
                case '/' -> at = comment(at);
                case '"' -> at = string(at);
                case '`' -> at = template(at);
                case '\'' -> at = apostrophe(at);
                case '{' -> at = open(at);
                case '}' -> at = close(at);
                case '(', '[' -> {
                    parenthesis |= b == '(' && !equalsSign;
                    brackets++;
                    at++;
                }
                case ')', ']' -> {
                    brackets = Math.max(0, brackets - 1);
                    at++;
                }
                case ';' -> {
                    at++;
                    if (brackets == 0) {
                        at = withComment(at);
                        endStatement(at);
                    }
                }
                case '=' -> {
                    equalsSign |= brackets == 0;
                    at++;
                }
                default -> at = isWord(b) ? word(at) : at + 1;
            }
        }
        if (member >= 0) {
            gather(to);
        }
        flush(to);
    }

    /**
     * What stands between the braces of a member: only braces count, and what may hide them.
     * Returns where the member goes on.
     */
    private int body(int from) {
        int at = from;
        while (at < to) {
            int b = bytes[at];
            if (!COUNTS[b & 0xFF]) {
                at++;
                continue;
            }
            switch (b) {
                case '/' -> at = comment(at);
                case '"' -> at = string(at);
                case '`' -> at = template(at);
                case '\'' -> at = apostrophe(at);
                case '#' -> at = directives && beginsLine(at) ? skipDirective(at) : at + 1;
                case '{' -> {
                    push(BLOCK);
                    at++;
                }
                default -> {
                    at = close(at);
                    if (depth == 0 || stack[depth - 1] == SCOPE) {
                        return at;
                    }
                }
            }
        }
        return at;
    }

    /** Whether nothing but white space stands before {@code at} on its line. */
    private boolean beginsLine(int at) {
        int i = at - 1;
        while (i >= begin && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
            i--;
        }
        return i < begin || bytes[i] == '\n';
    }

    private void beginMember(int at) {
        member = at;
        scopeWord = false;
        dataWord = false;
        parenthesis = false;
        equalsSign = false;
        block = false;
        firstWord = at;
        firstWordEnd = at;
        brackets = 0;
    }

    private int open(int at) {
        byte kind = BLOCK;
        if (brackets == 0 && !equalsSign && (scopeWord || (dataWord && !parenthesis))) {
            kind = SCOPE;
            if (!importsOnly) {
                flush(member);
            }
            gather(at + 1);
            member = -1;
        }
        block |= kind == BLOCK;
        push(kind);
        return at + 1;
    }

    private void push(byte kind) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
        }
        stack[depth++] = kind;
    }

    private int close(int at) {
        if (depth == 0) {
            return at + 1;
        }
        byte kind = stack[--depth];
        if (kind == SCOPE) {
            if (member >= 0) {
                gather(at);
            }
            int end = at + 1;
            while (end < to && (bytes[end] == ' ' || bytes[end] == '\t')) {
                end++;
            }
            end = end < to && bytes[end] == ';' ? end + 1 : at + 1;
            flush(end);
            member = -1;
            return end;
        }
        boolean atMember = depth == 0 || stack[depth - 1] == SCOPE;
        if (atMember && brackets == 0 && member >= 0 && !continues(at + 1)) {
            flush(member);
            int end = withComment(at + 1);
            out.add(member, end);
            member = -1;
            return end;
        }
        return at + 1;
    }

    /** Whether a member goes on behind a closing brace: {@code = {…};} or {@code } else {}. */
    private boolean continues(int from) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (at >= to) {
            return false;
        }
        int next = bytes[at];
        if (next == ';' && parenthesis && !equalsSign && !dataWord) {
            return false;
        }
        if (next == ';' || next == ',' || next == '.' || next == ')' || next == '(') {
            return true;
        }
        return dataWord && isWord(next) && next != 'p';
    }

    /** The end of a comment that stands behind a member on its last line, or that member's end. */
    private int withComment(int end) {
        int at = end;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (!isComment(at)) {
            return end;
        }
        int behind = comment(at);
        for (int i = at; i < behind; i++) {
            if (bytes[i] == '\n') {
                return end;
            }
        }
        return behind;
    }

    private void endStatement(int end) {
        if ((parenthesis || block) && end - member >= OWN_PASSAGE_BYTES) {
            flush(member);
            out.add(member, end);
        } else {
            gather(end);
        }
        member = -1;
    }

    private void gather(int end) {
        boolean isImport = isOneOf(IMPORTS, firstWord, firstWordEnd);
        if (gathered < 0) {
            gathered = member;
            importsOnly = true;
        }
        importsOnly &= isImport;
        if (end - gathered > GATHER_BYTES) {
            flush(end);
        }
    }

    private void flush(int end) {
        if (gathered >= 0) {
            out.add(gathered, end);
            gathered = -1;
        }
    }

    private int word(int at) {
        int end = at + 1;
        while (end < to && isWord(bytes[end])) {
            end++;
        }
        if (firstWordEnd == firstWord) {
            firstWord = at;
            firstWordEnd = end;
        }
        if (brackets == 0 && end - at <= 9 && end - at >= 3) {
            if (isOneOf(SCOPES, at, end)) {
                scopeWord |= namesFollow(at, end);
            } else if (isOneOf(DATA_SCOPES, at, end)) {
                dataWord = true;
                // parentheses so far were those of annotations or attributes
                parenthesis = false;
            }
        }
        return end;
    }

    /** Whether a name, a brace or a type parameter follows, so that the word is a keyword here. */
    private boolean namesFollow(int at, int end) {
        if (at > 0 && bytes[at - 1] == '.') {
            return false;
        }
        int next = end;
        while (next < to && bytes[next] <= ' ' && bytes[next] >= 0) {
            next++;
        }
        if (next >= to) {
            return false;
        }
        int b = bytes[next];
        return (next > end && (isWord(b) || b == '"'))
                || b == '{'
                || (b == '<' && bytes[at] == 'i');
    }

    private boolean isOneOf(byte[][] words, int at, int end) {
        for (byte[] word : words) {
            if (word[0] == bytes[at]
                    && word.length == end - at
                    && Arrays.equals(word, 0, word.length, bytes, at, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '$'
                || b < 0;
    }

    private boolean isComment(int at) {
        return at + 1 < to && bytes[at] == '/' && (bytes[at + 1] == '/' || bytes[at + 1] == '*');
    }

    private int comment(int at) {
        if (at + 1 >= to) {
            return at + 1;
        }
        int next = bytes[at + 1];
        int i = at + 2;
        if (next == '/') {
            while (i < to && bytes[i] != '\n') {
                i++;
            }
            return i;
        }
        if (next != '*') {
            return at + 1;
        }
        while (i < to) {
            if (bytes[i++] == '*' && i < to && bytes[i] == '/') {
                return i + 1;
            }
        }
        return to;
    }

    private int string(int at) {
        if (at + 2 < to && bytes[at + 1] == '"' && bytes[at + 2] == '"') {
            int i = at + 3;
            while (i + 2 < to && !(bytes[i] == '"' && bytes[i + 1] == '"' && bytes[i + 2] == '"')) {
                i += bytes[i] == '\\' ? 2 : 1;
            }
            return Math.min(to, i + 3);
        }
        return quoted(at, '"');
    }

    /** The end of a string on one line; an unclosed one ends with its line. */
    private int quoted(int at, char quote) {
        for (int i = at + 1; i < to; i++) {
            int b = bytes[i];
            if (b == '\\') {
                i++;
            } else if (b == quote) {
                return i + 1;
            } else if (b == '\n') {
                return i;
            }
        }
        return to;
    }

    private int template(int at) {
        for (int i = at + 1; i < to; i++) {
            int b = bytes[i];
            if (b == '\\' && i + 1 < to && bytes[i + 1] != '\n') {
                i++;
            } else if (b == '`') {
                return i + 1;
            }
        }
        return to;
    }

    /** A character constant, a string, or neither (a Rust lifetime, a digit separator). */
    private int apostrophe(int at) {
        if (apostropheStrings) {
            return quoted(at, '\'');
        }
        if (at + 1 < to && bytes[at + 1] == '\\') {
            return quoted(at, '\'');
        }
        for (int i = at + 1; i < Math.min(to, at + 6) && bytes[i] != '\n'; i++) {
            if (bytes[i] == '\'' && i > at + 1) {
                return i + 1;
            }
        }
        return at + 1;
    }

    private int skipDirective(int at) {
        int i = at;
        while (i < to && bytes[i] != '\n') {
            if (bytes[i] == '\\' && i + 1 < to && bytes[i + 1] == '\n') {
                i++;
            }
            i++;
        }
        return i;
    }
}
