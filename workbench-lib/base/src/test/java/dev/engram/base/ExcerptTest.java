package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void plainTextStaysAsItIs() {
        assertThat(Excerpt.of("blk.0.attn_q.weight – ä€🙂"))
                .isEqualTo("blk.0.attn_q.weight – ä€🙂");
        assertThat(Excerpt.of("")).isEmpty();
    }

    @Test
    void whatMovesACursorOrBreaksALineDoesNotShow() {
        assertThat(Excerpt.of("a\nb\r\u001b[2Jc\u0000\u2028d\u202ee")).isEqualTo("a?b??[2Jc??d?e");
    }

    @Test
    void longTextIsCutAndNoCharacterInHalf() {
        assertThat(Excerpt.of("x".repeat(Excerpt.LENGTH))).hasSize(Excerpt.LENGTH);
        String cut = Excerpt.of("x".repeat(Excerpt.LENGTH - 1) + "🙂🙂");
        assertThat(cut).isEqualTo("x".repeat(Excerpt.LENGTH - 1) + "…");
    }

    @Property(tries = 300)
    void anythingBecomesOneShortLine(@ForAll String text) {
        String shown = Excerpt.of(text);
        assertThat(shown.lines().count()).isLessThanOrEqualTo(1);
        assertThat(shown.length()).isLessThanOrEqualTo(Excerpt.LENGTH + 1);
        assertThat(Excerpt.of(shown).length()).isLessThanOrEqualTo(Excerpt.LENGTH + 1);
    }
}
