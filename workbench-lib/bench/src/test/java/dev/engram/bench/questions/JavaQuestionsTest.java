package dev.engram.bench.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.bench.questions.Question.Kind;
import dev.engram.bench.questions.Question.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaQuestionsTest {

    @TempDir Path folder;

    private static final String SOURCE =
            """
            package a;

            /** A store. */
            public class Store extends Base<String> implements AutoCloseable {
                public static final int DEFAULT_SIZE = 1_024;
                public static final double SHARE = -0.5;
                private static final int HIDDEN = 3;
                public static final boolean FLAG = true;
                public static final long COMPUTED = 1 << 4;

                /** Puts. */
                @Override
                public Receipt put(String key, byte[] payload) {
                    if (key.isEmpty()) {
                        throw new IllegalStateException("empty");
                    }
                    return new Receipt();
                }

                public int twice(int a) { return a; }

                public int twice(long a) { return 1; }

                public String format() {
                    return "v2";
                }

                public void check() {
                    throw new IllegalArgumentException();
                }
            }
            """;

    private List<Question> questions() throws IOException {
        Files.writeString(folder.resolve("Store.java"), SOURCE);
        Files.writeString(
                folder.resolve("Level.java"), "package a;\npublic enum Level { LOW, HIGH }\n");
        Files.writeString(
                folder.resolve("Twin.java"),
                "public class Twin { public static final int X = 5; class Level2 {} }");
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(
                folder.resolve("b/Twin.java"),
                "package b; public class Twin { public static final int X = 6; }");
        return JavaQuestions.all(folder);
    }

    @Test
    void eachKindIsAskedWithItsOneAnswer() throws IOException {
        assertThat(
                        questions().stream()
                                .filter(q -> q.kind() != Kind.PARAMETER)
                                .map(q -> q.id() + " = " + q.answer())
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "CONSTANT Store.DEFAULT_SIZE = 1024",
                        "CONSTANT Store.SHARE = -0.5",
                        "SUPERCLASS Store = Base",
                        "RETURN_TYPE Store.put = Receipt",
                        "EXCEPTION Store.put = IllegalStateException",
                        "RETURNED_VALUE Store.format = v2",
                        "FIRST_CONSTANT Level = LOW");
        assertThat(questions())
                .filteredOn(q -> q.kind() == Kind.PARAMETER)
                .singleElement()
                .satisfies(q -> assertThat(q.answer()).isIn("key", "payload"));
    }

    @Test
    void theLineIsThatOfTheDeclaration() throws IOException {
        List<String> lines = SOURCE.lines().toList();
        for (Question question : questions()) {
            if (question.path().equals("Store.java")) {
                String member = question.id().replaceAll(".*[. ]", "");
                assertThat(lines.get(question.line() - 1)).contains(member);
            }
        }
    }

    @Test
    void splitsAreByFileAndDrawingIsRepeatable() throws IOException {
        List<Question> all = questions();
        for (Question a : all) {
            for (Question b : all) {
                if (a.path().equals(b.path())) {
                    assertThat(a.split()).isEqualTo(b.split());
                }
            }
        }
        for (Split split : Split.values()) {
            List<Question> drawn = JavaQuestions.draw(all, split, 5, 3);
            assertThat(drawn).isEqualTo(JavaQuestions.draw(all, split, 5, 3));
            assertThat(drawn).doesNotHaveDuplicates().allMatch(q -> q.split() == split);
            assertThat(drawn.stream().collect(Collectors.groupingBy(Question::path)).values())
                    .allMatch(list -> list.size() <= 2);
        }
    }
}
