package dev.engram.commands.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "'', 0",
        "\u4e16\u754c, 4",
        "\ud55c\uae00, 4",
        "e\u0301, 1",
        "\uFF21, 2",
        "\uD83D\uDE00, 2",
        "a\u200bb, 2",
        "\u00e4\u00df\u03bb\u0436, 4"
    })
    void widthIsThatOfATerminal(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void columnsStandBelowEachOtherForWideCharactersToo() {
        String table =
                new TextTable("name", "x")
                        .row("\u4e16\u754c", "1")
                        .row("abcde", "2")
                        .row("", "3")
                        .toString();
        assertThat(table).isEqualTo("name   x\n\u4e16\u754c   1\nabcde  2\n       3\n");
    }

    @Test
    void nothingInACellMovesTheCursor() {
        String table = new TextTable("a", "b").row("x\n\r\ty", "\u001b[31mred\u0007").toString();
        assertThat(table.lines()).hasSize(2);
        assertThat(table).contains("x y").doesNotContain("\u001b", "\u0007", "\r", "\t");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void htmlCellsAreEscaped() {
        assertThat(new TextTable("<a>").row("<script>").html())
                .contains("&lt;a&gt;", "&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Provide
    Arbitrary<String> cells() {
        return Arbitraries.strings()
                .withChars("ab \u4e16\uFF21\u0301\n\u001b")
                .ofMaxLength(90)
                .map(s -> s + (s.length() % 3 == 0 ? "\uD83D\uDE00" : ""));
    }

    /** The last column of every row begins at the same place of the screen. */
    @Property(tries = 200)
    void columnsAlignWhateverTheCellsHold(
            @ForAll @Size(min = 1, max = 5) List<@net.jqwik.api.From("cells") String> cells) {
        TextTable table = new TextTable("head", "mark");
        cells.forEach(c -> table.row(c, "#"));
        List<String> lines = table.toString().lines().toList();
        assertThat(lines).hasSize(cells.size() + 1);
        int place = TextWidth.of(lines.getFirst().substring(0, lines.getFirst().indexOf("mark")));
        for (String line : lines.subList(1, lines.size())) {
            assertThat(TextWidth.of(line.substring(0, line.lastIndexOf('#')))).isEqualTo(place);
        }
    }

    @Property(tries = 300)
    void aCutLineFitsAndIsTheBeginning(
            @ForAll("cells") String text, @ForAll @IntRange(min = 1, max = 70) int columns) {
        String plain = TextWidth.plain(text);
        String cut = TextWidth.cut(plain, columns);
        assertThat(TextWidth.of(cut)).isLessThanOrEqualTo(columns);
        assertThat(cut.equals(plain)).isEqualTo(TextWidth.of(plain) <= columns);
        if (!cut.equals(plain)) {
            assertThat(cut).endsWith("…");
            assertThat(plain).startsWith(cut.substring(0, cut.length() - 1));
            assertThat(cut.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000)).isTrue();
        }
    }
}
