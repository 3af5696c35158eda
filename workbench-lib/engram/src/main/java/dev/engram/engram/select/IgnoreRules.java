package dev.engram.engram.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What git would leave out of one folder: the {@code .gitignore} files from the top of the
 * repository down to it, and {@code .git/info/exclude}. A walk starts at {@link #top} and goes with
 * {@link #enter} into each folder that is not ignored itself; what lies in an ignored folder cannot
 * be taken back. The user's own {@code core.excludesFile} is not asked, so that an ingest is the
 * same on every machine. Immutable.
 */
public final class IgnoreRules {

    /** The name of the files that hold the rules. */
    public static final String FILE_NAME = ".gitignore";

    private static final int MAX_BYTES = 4 << 20;
    private static final String GIT_FOLDER = ".git";

    /** The lines of one file, and how long the path of its folder is. */
    private record Source(int baseLength, List<IgnorePattern> patterns) {}

    private final String folder;

    /** The weakest first. */
    private final List<Source> sources;

    private IgnoreRules(String folder, List<Source> sources) {
        this.folder = folder;
        this.sources = sources;
    }

    /**
     * The rules at the top of a repository, or of any folder.
     *
     * @param exclude content of {@code .git/info/exclude}, or empty
     * @param gitignore content of the folder's own {@code .gitignore}, or empty
     */
    public static IgnoreRules top(Optional<byte[]> exclude, Optional<byte[]> gitignore) {
        List<Source> sources = new ArrayList<>();
        add(sources, 0, exclude);
        add(sources, 0, gitignore);
        return new IgnoreRules("", List.copyOf(sources));
    }

    /** No rules: nothing but {@code .git} is ignored. */
    public static IgnoreRules none() {
        return top(Optional.empty(), Optional.empty());
    }

    /** The rules in a folder of this one. */
    public IgnoreRules enter(byte[] name, Optional<byte[]> gitignore) {
        String inside = folder + latin(name) + "/";
        if (gitignore.isEmpty()) {
            return new IgnoreRules(inside, sources);
        }
        List<Source> more = new ArrayList<>(sources);
        add(more, inside.length(), gitignore);
        return new IgnoreRules(inside, List.copyOf(more));
    }

    /**
     * Whether a file or folder in this folder is left out.
     *
     * @param name its name in bytes, without slashes
     * @param isFolder whether it is a folder; a link to one is not
     */
    public boolean ignores(byte[] name, boolean isFolder) {
        if (isFolder && isGitFolder(name)) {
            return true;
        }
        if (sources.isEmpty()) {
            return false;
        }
        String last = latin(name);
        String path = folder + last;
        for (Source source : sources.reversed()) {
            String below = path.substring(source.baseLength());
            for (IgnorePattern pattern : source.patterns().reversed()) {
                if (pattern.matches(below, last, isFolder)) {
                    return !pattern.keeps();
                }
            }
        }
        return false;
    }

    /** Whether this is git's own folder, whose content no rules are needed to leave out. */
    static boolean isGitFolder(byte[] name) {
        return name.length == GIT_FOLDER.length() && latin(name).equals(GIT_FOLDER);
    }

    private static void add(List<Source> sources, int baseLength, Optional<byte[]> content) {
        content.filter(bytes -> bytes.length <= MAX_BYTES)
                .map(IgnoreRules::parse)
                .filter(patterns -> !patterns.isEmpty())
                .ifPresent(patterns -> sources.add(new Source(baseLength, patterns)));
    }

    private static List<IgnorePattern> parse(byte[] content) {
        String text = latin(content);
        if (text.startsWith("\u00EF\u00BB\u00BF")) {
            text = text.substring(3);
        }
        List<IgnorePattern> patterns = new ArrayList<>();
        for (String line : text.split("\n")) {
            String clean = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            int end = clean.indexOf('\0');
            IgnorePattern.parse(end < 0 ? clean : clean.substring(0, end)).ifPresent(patterns::add);
        }
        return List.copyOf(patterns);
    }

    private static String latin(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
