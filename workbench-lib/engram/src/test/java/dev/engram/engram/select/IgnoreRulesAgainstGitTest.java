package dev.engram.engram.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Assumptions;

/** Our reading of ignore files against git's own, on random trees with random patterns. */
class IgnoreRulesAgainstGitTest {

    private static final List<String> NAMES =
            List.of(
                    "a", "b", "ab", "abc", "a.b", "b.c", "a b", "[a]", "!a", "#b", "x", "\\a",
                    "a-");
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "b",
                    "c",
                    "ab",
                    ".b",
                    "*",
                    "**",
                    "?",
                    "[ab]",
                    "[!a]",
                    "[a-c]",
                    "/",
                    "/",
                    "**/",
                    "/**",
                    "\\a",
                    "\\",
                    "[",
                    "]",
                    "x",
                    " ",
                    "\\ ",
                    "[[:alpha:]]",
                    "[]-]",
                    "[a\\]]",
                    "***",
                    "!",
                    "#",
                    "^",
                    "[^b]",
                    "[[:foo:]]",
                    "[b-a]",
                    "-");

    private static final boolean GIT = Git.present();

    @Property(tries = 80)
    void agreesWithGit(@ForAll long seed) throws Exception {
        Assumptions.assumeTrue(GIT, "git is not installed");
        Path folder = Files.createTempDirectory("ignore");
        try {
            Git.skeleton(folder);
            Set<String> files = tree(folder, new Random(seed));
            Set<String> expected = Git.ignored(folder, files);
            Set<String> ours = new TreeSet<>();
            walk(IgnoreFiles.rules(folder), folder, "", false, ours);
            assertThat(ours).as(() -> "seed " + seed + "\n" + rules(folder)).isEqualTo(expected);
            Statistics.label("ignores some").collect(!expected.isEmpty());
            Statistics.label("ignores some")
                    .coverage(coverage -> coverage.check(true).percentage(p -> p > 50));
        } finally {
            delete(folder);
        }
    }

    /** Random files up to four folders deep, and ignore files in some of the folders. */
    private static Set<String> tree(Path top, Random random) throws IOException {
        Set<String> files = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            List<String> names = new ArrayList<>();
            int depth = 1 + random.nextInt(4);
            for (int k = 0; k < depth; k++) {
                names.add(NAMES.get(random.nextInt(NAMES.size())));
            }
            Path file = top.resolve(String.join("/", names));
            try {
                Files.createDirectories(file.getParent());
                Files.createFile(file);
            } catch (IOException e) {
                continue; // a file stands where a folder should, or the other way round
            }
        }
        List<Path> folders;
        try (Stream<Path> all = Files.walk(top)) {
            folders =
                    all.filter(Files::isDirectory)
                            .filter(path -> !top.relativize(path).startsWith(".git"))
                            .sorted()
                            .toList();
        }
        Files.writeString(top.resolve(".git/info/exclude"), lines(random));
        for (Path folder : folders) {
            if (folder.equals(top) || random.nextInt(4) == 0) {
                Files.writeString(folder.resolve(".gitignore"), lines(random));
            }
        }
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(path -> !path.equals(top))
                    .filter(path -> !top.relativize(path).startsWith(".git"))
                    .forEach(path -> files.add(top.relativize(path).toString()));
        }
        return files;
    }

    private static String lines(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            text.append(random.nextInt(4) == 0 ? "!" : "")
                    .append(random.nextInt(4) == 0 ? "/" : "");
            int pieces = 1 + random.nextInt(4);
            for (int k = 0; k < pieces; k++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            text.append(random.nextInt(4) == 0 ? "/" : "");
            text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    private static void walk(
            IgnoreRules rules, Path folder, String prefix, boolean inside, Set<String> ignored)
            throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (prefix.isEmpty() && name.equals(".git")) {
                    continue;
                }
                boolean isFolder = Files.isDirectory(child);
                boolean out =
                        inside || rules.ignores(name.getBytes(StandardCharsets.UTF_8), isFolder);
                if (out) {
                    ignored.add(prefix + name);
                }
                if (isFolder) {
                    IgnoreRules below = out ? rules : IgnoreFiles.enter(rules, child);
                    walk(below, child, prefix + name + "/", out, ignored);
                }
            }
        }
    }

    private static String rules(Path top) {
        TreeMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            paths.filter(p -> p.endsWith(".gitignore") || p.endsWith("exclude"))
                    .forEach(
                            p -> {
                                try {
                                    all.put(
                                            top.relativize(p).toString(),
                                            Files.readString(p)
                                                    .replace("\r", "\\r")
                                                    .replace("\uFEFF", "BOM"));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
