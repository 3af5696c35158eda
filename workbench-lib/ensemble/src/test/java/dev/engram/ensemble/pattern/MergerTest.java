package dev.engram.ensemble.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergerTest {

    private static Part part(String name, String text) {
        return new Part(name, "p", name, text, "", 1, false, 0, 1, 1, 0);
    }

    @Test
    void theAnswerMostLikeTheOthersIsBest() {
        Merger.Merged merged =
                Merger.merge(
                        List.of(
                                part("a", "Paris it is"),
                                part("b", "the capital of France is Paris"),
                                part("c", "Paris is the capital"),
                                Part.failed("d", "broke")),
                        Merge.BEST);

        assertThat(merged.text()).isEqualTo("Paris is the capital");
        assertThat(merged.how())
                .isEqualTo("best of 3 by agreement with the others: c (0.69), 1 failed");
        assertThat(merged.parts().get(3).score()).isZero();
    }

    @Test
    void theAnswerGivenMostOftenWins() {
        Merger.Merged merged =
                Merger.merge(
                        List.of(part("a", "12"), part("b", "It is 13."), part("c", "it is 13")),
                        Merge.VOTE);

        assertThat(merged.text()).isEqualTo("It is 13.");
        assertThat(merged.how()).isEqualTo("vote: 2 of 3 answers agree");
    }

    @Test
    void aTieGoesToTheFirst() {
        assertThat(Merger.merge(List.of(part("a", "1"), part("b", "2")), Merge.VOTE).text())
                .isEqualTo("1");
        assertThat(Merger.merge(List.of(part("a", "1"), part("b", "2")), Merge.BEST).text())
                .isEqualTo("1");
        assertThat(Merger.merge(List.of(Part.failed("a", "x")), Merge.BEST).how())
                .isEqualTo("no answer");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "C++, C#",
        "x <= 1, x >= 1",
        "a != b, a == b",
        "1.5, 15",
        "'', ?",
        "3:0, 3/0"
    })
    void answersThatDifferInASignAreDifferentVotes(String one, String other) {
        Merger.Merged merged =
                Merger.merge(
                        List.of(part("a", one), part("b", other), part("c", other)), Merge.VOTE);
        assertThat(merged.text()).isEqualTo(other);
        assertThat(merged.how()).isEqualTo("vote: 2 of 3 answers agree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**Paris**", "paris.", "\"Paris\"", " `Paris`!\n", "PARIS"})
    void answersThatDifferInDressOnlyAreTheSameVote(String dressed) {
        Merger.Merged merged =
                Merger.merge(
                        List.of(part("x", "Rome"), part("a", "Paris"), part("b", dressed)),
                        Merge.VOTE);
        assertThat(merged.text()).isEqualTo("Paris");
    }

    @Test
    void aFailureWithoutWordsIsNoAnswer() {
        Merger.Merged merged =
                Merger.merge(List.of(part("a", "x"), Part.failed("b", "")), Merge.SIDE_BY_SIDE);
        assertThat(merged.how()).isEqualTo("side by side, 1 answers, 1 failed");
        assertThat(merged.text()).contains("## b\nfailed: it failed without saying why");
    }

    @Property
    void agreementIsSymmetricAndBounded(@ForAll String a, @ForAll String b) {
        double agreement = Merger.agreement(a, b);
        assertThat(agreement).isBetween(0.0, 1.0).isEqualTo(Merger.agreement(b, a));
        assertThat(Merger.agreement(a, a)).isEqualTo(1);
    }
}
