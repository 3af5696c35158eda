package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.commands.CellVerb;
import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbRunner;
import dev.engram.commands.about.AboutInfo;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MagicVerbsTest {

    interface Hidden {}

    @SuppressWarnings("unused")
    private Map<String, List<Map.Entry<Long, int[]>>> visible;

    @SuppressWarnings("unused")
    private Map<String, Hidden> partly;

    private static Type typeOf(String field) throws NoSuchFieldException {
        return MagicVerbsTest.class.getDeclaredField(field).getGenericType();
    }

    @Test
    void everyVerbIsAMagicOrSaysWhyNot() {
        Deque<CommandLine> todo = new ArrayDeque<>(List.of(VerbRunner.commandLine()));
        int verbs = 0;
        while (!todo.isEmpty()) {
            CommandLine next = todo.pop();
            todo.addAll(next.getSubcommands().values());
            if (next.getCommandSpec().userObject() instanceof Verb<?> verb) {
                verbs++;
                List<String> path =
                        List.of(next.getCommandSpec().qualifiedName().split(" ")).subList(1, 2);
                boolean excluded = verb.getClass().isAnnotationPresent(CommandLineOnly.class);
                if (!excluded) {
                    assertThat(MagicVerbs.magics())
                            .as("magic of %s", verb)
                            .containsKeys(path.getFirst());
                }
            }
        }
        assertThat(verbs).isGreaterThan(5);
    }

    @Test
    void theNamesWrittenDownAreThoseDeclared() {
        assertThat(MagicVerbs.magics().keySet())
                .containsExactlyInAnyOrderElementsOf(MagicVerbs.declared());
    }

    @Test
    void theTypeOfACallIsThatOfItsVerb() {
        assertThat(MagicVerbs.resultType("about", List.of())).isEqualTo(AboutInfo.class.getName());
        assertThat(MagicVerbs.resultType("model", List.of("generate", "-p", "x")))
                .isEqualTo("dev.engram.commands.model.GenerateOutput");
        assertThat(MagicVerbs.resultType("about", List.of("--json"))).isEqualTo("java.lang.String");
        assertThat(MagicVerbs.resultType("model", List.of())).isEqualTo(MagicVerbs.ANY);
        assertThat(MagicVerbs.resultType("nothing", List.of("x"))).isEqualTo(MagicVerbs.ANY);
    }

    @Test
    void aTypeThatASnippetCannotSeeIsAny() throws Exception {
        assertThat(MagicVerbs.source(typeOf("visible")))
                .isEqualTo(
                        "java.util.Map<java.lang.String,"
                                + " java.util.List<java.util.Map.Entry<java.lang.Long, int[]>>>");
        assertThat(MagicVerbs.source(typeOf("partly")))
                .isEqualTo("java.util.Map<java.lang.String, java.lang.Object>");
        assertThat(MagicVerbs.source(Hidden.class)).isEqualTo(MagicVerbs.ANY);
        assertThat(MagicVerbs.source(Void.class)).isEqualTo(MagicVerbs.ANY);
    }

    @Test
    void aCellMagicWithoutAVerbMeansTheOneOfItsGroup() {
        assertThat(MagicVerbs.cellArguments("bench", List.of())).containsExactly("run");
        assertThat(MagicVerbs.cellArguments("engram", List.of("-e", "x")))
                .containsExactly("query", "-e", "x");
        assertThat(MagicVerbs.cellArguments("model", List.of("perplexity")))
                .containsExactly("perplexity");
        assertThat(MagicVerbs.cellArguments("bench", List.of("--help"))).containsExactly("--help");
        assertThat(MagicVerbs.cellArguments("about", List.of("x"))).containsExactly("x");
        assertThat(MagicVerbs.resultType("engram", MagicVerbs.cellArguments("engram", List.of())))
                .isEqualTo("dev.engram.engram.Hits");
    }

    /** A group's verb for cells exists. */
    @Test
    void theVerbForCellsIsOneOfItsGroup() {
        for (CommandLine group : VerbRunner.commandLine().getSubcommands().values()) {
            CellVerb verb =
                    group.getCommandSpec().userObject().getClass().getAnnotation(CellVerb.class);
            if (verb != null) {
                assertThat(group.getSubcommands()).containsKey(verb.value());
            }
        }
    }
}
