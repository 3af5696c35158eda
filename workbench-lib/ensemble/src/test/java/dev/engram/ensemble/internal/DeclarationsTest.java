package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.Defence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size|public int size() {|0",
                "size|return size();|-1",
                "size|x.size(); y = size();|-1",
                "size|* the size (in bytes)|-1",
                "MAX|  public static final int MAX = 5;|0",
                "MAX|if (a == MAX) {|-1",
                "Store|public final class Store extends Base {|0",
                "Store|new Store();|-1",
                "Store|import a.Store;|-1",
                "parse|def parse(text):|0",
                "LOW|  LOW, HIGH|0",
                "put|/** Puts. */ void put(String a) {|0",
                "put|Map<String, List<X>> put(String a) {|0",
                "put|@Override public Receipt put(|0",
                "computed|output|-1"
            })
    void aDeclarationIsToldFromAUse(String name, String line, int expected) {
        assertThat(Declarations.lineOf(name, line)).isEqualTo(expected);
    }

    @Test
    void theDeclarationIsFoundInAFileWithoutDocumentation() {
        Ranker ranker = new Ranker("Which type does the method Store.put return?");
        List<Ranker.Ranked> ranked =
                ranker.rank(
                        List.of(
                                new ContextPassage(
                                        "x", "a/User.java", 1, 3, 9, "store.put(type, method);"),
                                new ContextPassage(
                                        "x", "a/Store.java", 9, 11, 1, "Receipt put(int a) {\n}")));
        assertThat(ranked.getFirst().passage().path()).isEqualTo("a/Store.java");
        assertThat(ranked.getFirst().declares()).isTrue();
        assertThat(ranked.getFirst().focus()).isEqualTo("put");
        assertThat(Ranker.names("What is the first constant of the enum Level?"))
                .containsExactly(new Ranker.Named("", "Level"));
    }

    @Test
    void aLongPassageIsShownAroundWhatIsAsked() {
        StringBuilder text = new StringBuilder("public class Limits {\n");
        for (int i = 0; i < 100; i++) {
            text.append("  static final int LIMIT_")
                    .append(i)
                    .append(" = ")
                    .append(i)
                    .append(";\n");
        }
        Ranker ranker = new Ranker("What is the value of Limits.LIMIT_70?");
        List<Ranker.Ranked> ranked =
                ranker.rank(
                        List.of(new ContextPassage("x", "a/Limits.java", 1, 102, 1, "" + text)));
        ContextBuilder.Context context =
                new ContextBuilder(t -> t.split("\\s+").length, 60, 3, Defence.FILTERED)
                        .build(ranked);
        assertThat(context.text()).contains("LIMIT_70 = 70", "LIMIT_71").doesNotContain("LIMIT_5 ");
        assertThat(context.tokens()).isLessThanOrEqualTo(60);
    }

    @Test
    void theHeadOfAFileIsLeftOut() {
        PassageText text =
                PassageText.of(
                        "/*\n * Licensed to nobody.\n */\npackage a.b;\n\nimport java.util.List;\n"
                                + "import static a.C.d;\n\n/** A store. */\npublic class Store"
                                + " extends Base {\n  int a;");
        assertThat(text.full()).isEqualTo("public class Store extends Base\nA store.\n{\n  int a;");
    }
}
