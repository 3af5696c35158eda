package dev.engram.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.JavaSyntax;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodingTaskTest {

    private static final String PROMPT =
            "class A {\n    /** {@code {} } it's */\n    static int f(int x) {\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void theAnswerEndsWithItsMethod(int pieceLength) {
        String body =
                "        if (x > 0) { return '}' + \"}\\\"}\".length(); } // }\n"
                        + "        /* } */ String s = \"\"\"\n } \"\"\";\n        return 1;\n    }";
        String answer = body + "\n\n    static int g() { return 2; }\n}\nclass B {}";
        MethodCut cut = new MethodCut(PROMPT);
        boolean ended = false;
        for (int i = 0; i < answer.length() && !ended; i += pieceLength) {
            ended = cut.add(answer.substring(i, Math.min(answer.length(), i + pieceLength)));
        }

        assertThat(ended).isTrue();
        assertThat(cut.program()).isEqualTo(PROMPT + body + "\n}\n");
    }

    @Test
    void aMethodMayEndWithTheAnswer() throws IOException {
        MethodCut cut = new MethodCut(PROMPT);
        assertThat(cut.add("        return 1;\n    }")).isFalse();
        cut.finish();

        assertThat(JavaSyntax.firstError(cut.program())).isEmpty();
    }

    @Test
    void anAnswerWithoutEndIsNoJava() throws IOException {
        MethodCut cut = new MethodCut(PROMPT);
        cut.add("        while (true) { x++;");
        cut.finish();

        assertThat(cut.program()).startsWith(PROMPT).contains("x++;");
        assertThat(JavaSyntax.firstError(cut.program())).isPresent();
    }

    @Test
    void syntaxIsNotTypes() throws IOException {
        assertThat(JavaSyntax.firstError("class A { int x = \"no number\"; Unknown y; }"))
                .isEmpty();
        assertThat(JavaSyntax.firstError("class A { int x = ; }")).isPresent();
    }

    @Test
    void slicesAreOneSampleCutInPieces() {
        List<CodingProblem> all =
                IntStream.range(0, 50)
                        .mapToObj(i -> new CodingProblem("P" + i, "", "", "x"))
                        .toList();
        Set<CodingProblem> together = new HashSet<>();
        int count = 0;
        for (int slice = 0; slice < 4; slice++) {
            List<CodingProblem> some = CodingProblem.slice(all, 21, 7, slice, 4);
            count += some.size();
            together.addAll(some);
        }

        assertThat(count).isEqualTo(21);
        assertThat(together).hasSize(21);
        assertThat(together).isEqualTo(new HashSet<>(CodingProblem.slice(all, 21, 7, 0, 1)));
        assertThat(together).isNotEqualTo(new HashSet<>(CodingProblem.slice(all, 21, 8, 0, 1)));
    }

    @Test
    void readsProblemsWithASolution(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("problems.jsonl");
        Files.writeString(
                file,
                """
                {"task_id": "A/1", "prompt": "class A {", "test": "class Main {}", "canonical_solution": "}"}
                {"task_id": "A/2", "prompt": "class A {", "test": "class Main {}", "canonical_solution": null}
                """);
        assertThat(CodingProblem.read(file))
                .containsExactly(new CodingProblem("A/1", "class A {", "class Main {}", "}"));

        Files.writeString(file, "{\"task_id\"\n");
        assertThatThrownBy(() -> CodingProblem.read(file))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("line 1");
    }
}
