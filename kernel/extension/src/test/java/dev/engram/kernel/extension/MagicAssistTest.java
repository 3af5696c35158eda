package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.commands.VerbRunner;
import dev.engram.kernel.extension.MagicAssist.Completion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MagicAssistTest {

    @TempDir Path folder;
    private MagicAssist assist;

    @BeforeEach
    void files() throws Exception {
        Files.createDirectories(folder.resolve("lang.engram"));
        Files.createDirectories(folder.resolve("src/main"));
        Files.createFile(folder.resolve("study.yaml"));
        Files.createFile(folder.resolve(".hidden"));
        Files.createFile(folder.resolve("two words.txt"));
        assist = new MagicAssist(folder);
    }

    /** Candidates at the bar in the line. */
    private List<String> at(String lineWithBar) {
        return completion(lineWithBar).candidates();
    }

    private Completion completion(String lineWithBar) {
        int bar = lineWithBar.indexOf('|');
        return assist.complete(lineWithBar.replace("|", ""), bar);
    }

    @Test
    void namesOfMagics() {
        assertThat(MagicAssist.names(List.of("model", "bench", "maven"), "m", 2))
                .isEqualTo(new Completion(List.of("maven", "model"), 1, 2));
    }

    @Test
    void subcommandsAndOptions() {
        assertThat(at("%model |")).contains("generate", "list", "quantize");
        assertThat(at("%model qu|")).containsExactly("quantize");
        assertThat(at("%%model gen|")).containsExactly("generate");
        assertThat(at("%model generate --m|")).contains("--max-tokens", "--model");
        assertThat(at("%model generate --|"))
                .contains("--seed", "--out", "--interpolate", "--quiet")
                .doesNotContain("--type");
        assertThat(completion("%model generate --se|"))
                .isEqualTo(new Completion(List.of("--seed"), 16, 20));
    }

    @Test
    void declaredValuesOfOptionsAndParameters() {
        assertThat(at("%model quantize default -t Q8|")).containsExactly("Q8_0");
        assertThat(at("%model quantize default --type=Q8|")).containsExactly("Q8_0");
        assertThat(at("%model quantize def|")).contains("default");
        assertThat(at("%model generate --model def|")).contains("default");
        assertThat(at("%model generate --model default --mo|")).containsExactly("--model");
    }

    @Test
    void pathsWhereTheDeclarationWantsThem() {
        assertThat(at("%bench run st|")).containsExactly("study.yaml");
        assertThat(at("%model quantize default -o s|")).containsExactly("src/", "study.yaml");
        assertThat(at("%model quantize default -o src/|")).containsExactly("src/main/");
        assertThat(at("%model quantize default -o nowhere/|")).isEmpty();
        assertThat(at("%model quantize default -o |")).doesNotContain(".hidden");
    }

    @Test
    void whatIsNotThereIsNotCompleted() {
        assertThat(at("%nothing |")).isEmpty();
        assertThat(at("%model nothing --|")).doesNotContain("--seed");
        assertThat(at("%model generate --seed |")).isEmpty();
    }

    @Test
    void engramsAreFoldersThatEndTheirPath() {
        PathCompletion paths = new PathCompletion(folder);
        assertThat(paths.complete("la", 10, PathCompletion.Kind.ENGRAM))
                .isEqualTo(new Completion(List.of("lang.engram"), 8, 10));
        assertThat(paths.complete("x.engram,la", 11, PathCompletion.Kind.ENGRAMS))
                .isEqualTo(new Completion(List.of("lang.engram"), 9, 11));
        assertThat(paths.complete("", 0, PathCompletion.Kind.FOLDER).candidates())
                .containsExactly("lang.engram", "src/");
    }

    @Test
    void helpOfVerbsAndOptions() {
        assertThat(assist.inspect("%model quantize x", 3)).startsWith("Usage: %model");
        assertThat(assist.inspect("%model quantize x", 10)).startsWith("Usage: %model quantize");
        assertThat(assist.inspect("%model quantize --type Q8_0", 18))
                .startsWith("-t, --type TYPE")
                .contains("Q8_0", "Usage: %model quantize")
                .doesNotContain("${");
        assertThat(assist.inspect("%nothing x", 3)).isNull();
    }

    /** Every option of every verb can be completed and explained. */
    @Test
    void noVerbIsLeftOut() {
        Deque<CommandLine> todo =
                new ArrayDeque<>(VerbRunner.commandLine().getSubcommands().values());
        int options = 0;
        while (!todo.isEmpty()) {
            CommandLine next = todo.pop();
            todo.addAll(next.getSubcommands().values());
            String line =
                    "%"
                            + next.getCommandSpec().qualifiedName().replaceFirst("^workbench ", "")
                            + " ";
            for (var option : next.getCommandSpec().options()) {
                String name = option.longestName();
                assertThat(assist.complete(line + name, line.length() + name.length()).candidates())
                        .as(line)
                        .contains(name);
                assertThat(assist.inspect(line + name, line.length() + 1))
                        .as(line + name)
                        .contains(name);
                options++;
            }
        }
        assertThat(options).isGreaterThan(20);
    }
}
