package dev.engram.engram.internal.tree;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a snapshot of a git revision says it was taken from.
 *
 * @param folder in the repository
 * @param commit the full hash
 */
public record GitSource(String folder, String commit) {

    private static final Pattern FORM =
            Pattern.compile("(.*) \\(git ([0-9a-f]{40,64})\\)", Pattern.DOTALL);

    /** Reads the source of a snapshot; empty if that was a plain folder. */
    public static Optional<GitSource> parse(String source) {
        Matcher matcher = FORM.matcher(source);
        return matcher.matches()
                ? Optional.of(new GitSource(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** The arguments that ingest a snapshot's source again. */
    public static String arguments(String source) {
        return parse(source).map(git -> git.folder + " --git " + git.commit).orElse(source);
    }

    @Override
    public String toString() {
        return folder + " (git " + commit + ")";
    }
}
