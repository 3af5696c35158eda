package dev.engram.engram.internal.tree;

import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which paths below the top folder are taken. A glob knows {@code *} and {@code ?} within a name,
 * {@code **} across names, {@code [a-z]} and {@code {a,b}}; without a slash it is matched against
 * the name alone, in any folder. A glob that matches a folder covers all below it. Immutable.
 */
public final class PathFilter {

    private static final PathFilter EVERYTHING = new PathFilter(List.of(), List.of());

    private record Glob(boolean nameOnly, Pattern pattern) {
        boolean matches(String path, String name) {
            return pattern.matcher(nameOnly ? name : path).matches();
        }
    }

    private final List<Glob> includes;
    private final List<Glob> excludes;

    private PathFilter(List<Glob> includes, List<Glob> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    public static PathFilter everything() {
        return EVERYTHING;
    }

    /**
     * @param includes what to take; empty takes everything
     * @param excludes what to leave out, even if included
     * @throws WorkbenchException USAGE for a glob that cannot be read
     */
    public static PathFilter of(List<String> includes, List<String> excludes) {
        return new PathFilter(compile(includes), compile(excludes));
    }

    public boolean isEverything() {
        return includes.isEmpty() && excludes.isEmpty();
    }

    /** Whether a path is taken; folders pass the includes, because something below may match. */
    public boolean takes(byte[] relative, boolean folder) {
        String path = PathBytes.text(relative);
        if (matches(excludes, path, false)) {
            return false;
        }
        return folder || includes.isEmpty() || matches(includes, path, true);
    }

    private static boolean matches(List<Glob> globs, String path, boolean withParents) {
        for (Glob glob : globs) {
            String part = path;
            while (true) {
                int slash = part.lastIndexOf('/');
                if (glob.matches(part, part.substring(slash + 1))) {
                    return true;
                }
                if (!withParents || slash < 0) {
                    break;
                }
                part = part.substring(0, slash);
            }
        }
        return false;
    }

    private static List<Glob> compile(List<String> globs) {
        List<Glob> compiled = new ArrayList<>();
        for (String glob : globs) {
            String trimmed = glob.startsWith("./") ? glob.substring(2) : glob;
            trimmed = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
            try {
                compiled.add(new Glob(trimmed.indexOf('/') < 0, Pattern.compile(regex(trimmed))));
            } catch (PatternSyntaxException e) {
                throw WorkbenchException.usage(
                        "not a glob: '" + glob + "'", "examples: '*.java', 'src/**/*.md', 'build'");
            }
        }
        return compiled;
    }

    private static String regex(String glob) {
        StringBuilder out = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        out.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        out.append(".*");
                        i++;
                    } else {
                        out.append("[^/]*");
                    }
                }
                case '?' -> out.append("[^/]");
                case '[', ']' -> out.append(c);
                case '{' -> {
                    out.append("(?:");
                    braces++;
                }
                case '}' -> {
                    out.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> out.append(braces > 0 ? "|" : ",");
                case '-' -> out.append('-');
                default -> {
                    if (!Character.isLetterOrDigit(c) && c != '/') {
                        out.append('\\');
                    }
                    out.append(c);
                }
            }
        }
        return out.toString();
    }
}
