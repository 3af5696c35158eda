package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.ensemble.ContextPassage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankerTest {

    private static ContextPassage passage(String path, double score, String text) {
        return new ContextPassage("e", path, 1, 2, score, text);
    }

    @Test
    void namesAreWhatIsWrittenLikeCode() {
        assertThat(Ranker.names("What does StringUtils.isBlank return for null?"))
                .containsExactly(new Ranker.Named("StringUtils", "isBlank"));
        assertThat(Ranker.names("How does reverse() work? And max_value, or Foo#bar?"))
                .extracting(Ranker.Named::name)
                .containsExactly("reverse", "max_value", "bar");
        assertThat(Ranker.names("How do I reverse a string, e.g. a word. Then?")).isEmpty();
    }

    @Test
    void theDeclarationBeatsABetterSearchScore() {
        Ranker ranker = new Ranker("What does StringUtils.reverse return for null?");
        String declared =
                "/** Reverses. null gives null */ public static String reverse(String s) {";
        List<Ranker.Ranked> ranked =
                ranker.rank(
                        List.of(
                                passage(
                                        "a/ArrayUtils.java",
                                        20,
                                        declared.replace("String s", "int[] s")),
                                passage("a/StringUtils.java", 10, declared)));
        assertThat(ranked.getFirst().passage().path()).isEqualTo("a/StringUtils.java");
        assertThat(ranked.getFirst().declares()).isTrue();
    }

    @Test
    void foreignQuestionsFindNothingRelevant() {
        List<ContextPassage> found =
                List.of(passage("W.java", 11, "capitalizes all words of the text"));
        assertThat(new Ranker("What is the capital of France?").rank(found)).isEmpty();
        assertThat(new Ranker("How many planets orbit the sun?").rank(found)).isEmpty();
        assertThat(new Ranker("How do I capitalize words?").rank(found)).hasSize(1);
    }

    @Test
    void passagesFarBehindTheBestAreLeftOut() {
        Ranker ranker = new Ranker("parse a date string quickly");
        List<Ranker.Ranked> ranked =
                ranker.rank(
                        List.of(
                                passage("A", 10, "parse date string quickly"),
                                passage("B", 1, "parse date string slowly")));
        assertThat(ranked).extracting(r -> r.passage().path()).containsExactly("A");
    }

    @Test
    void aQuestionWithoutWordsIsNoError() {
        assertThat(new Ranker("?!").rank(List.of(passage("A", 1, "text")))).isEmpty();
        assertThat(new Ranker("?!").namesQuery()).isEmpty();
    }
}
