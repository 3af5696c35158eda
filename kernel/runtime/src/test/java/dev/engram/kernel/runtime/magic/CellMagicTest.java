package dev.engram.kernel.runtime.magic;

import static dev.engram.kernel.runtime.magic.Names.calls;
import static dev.engram.kernel.runtime.magic.Names.readable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellMagicTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "// a remark\n", "/* a\n remark */\n\n", "  \t", "\r\n"})
    void countsAfterBlankAndCommentLines(String before) {
        String cell = before + "%%bench --quiet\nname: a\n%engram list\n";
        MagicCall call = calls(cell).getFirst();
        assertThat(call.name()).isEqualTo("bench");
        assertThat(call.arguments()).containsExactly("--quiet");
        assertThat(call.body()).isEqualTo("name: a\n%engram list\n");
        assertThat(readable(cell)).isEqualTo(before + "M.<Object>cell(#1)");
    }

    @Test
    void theBodyMayBeEmptyOrOfAnySize() {
        assertThat(calls("%%ask").getFirst().body()).isEmpty();
        assertThat(calls("%%ask\n").getFirst().body()).isEmpty();
        String large = "question \" \\ \u0000 € \uD83D\uDE00\n".repeat(50_000);
        TransformedCell cell = MagicTransformer.transform("%%ask\n" + large, new Names());
        assertThat(cell.calls().getFirst().body()).isEqualTo(large);
        assertThat(cell.source()).hasSizeLessThan(200);
    }

    @Test
    void bracesInTheBodyAreTextUnlessAsked() {
        assertThat(readable("%%ask\nclass A { int {x} }")).isEqualTo("M.<Object>cell(#1)");
        assertThat(readable("%%ask --interpolate -e {e}\nclass A { f({x}) {{y}} }"))
                .isEqualTo("M.<Object>cell(#1, e, x)");
    }

    @Test
    void outNamesAVariable() {
        assertThat(readable("%%engram query --out hits\ntext"))
                .isEqualTo("var hits = M.<String>cell(#1);");
    }

    @Test
    void comesFirstOrIsRefused() {
        assertThatThrownBy(() -> calls("int a = 1;\n%%bench\nname: a"))
                .hasMessage("a cell magic must come first in its cell: %%bench");
    }

    @Test
    void anUnknownOneIsOneLine() {
        assertThatThrownBy(() -> calls("%%bnch\nx"))
                .hasMessage("unknown magic %%bnch; did you mean %%bench?");
        assertThatThrownBy(() -> calls("%%load\nx"))
                .hasMessage("unknown magic %%load; there is %load");
    }
}
