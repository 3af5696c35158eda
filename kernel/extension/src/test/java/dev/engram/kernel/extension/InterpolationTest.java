package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class InterpolationTest {

    @Test
    void namesStandForValuesAndDoubledBracesForThemselves() {
        assertThat(Interpolation.fill("a {b} {{c}} {d.e().f}", name -> "<" + name + ">"))
                .isEqualTo("a <b> {c} <d.e().f>");
        assertThat(Interpolation.names("{a} {a} {b.c()} {{d}}"))
                .isEqualTo(List.of("a", "a", "b.c()"));
    }

    @Test
    void otherBracesAreText() {
        String code = "class A { int x; } {1} { a } {a+b} {f(1)} {} {\"k\": 1}";
        assertThat(Interpolation.fill(code, name -> "!")).isEqualTo(code);
    }

    @Test
    void valuesAreNotReadAgain() {
        assertThat(Interpolation.fill("{a}{b}", name -> "{" + name + "}$1\\"))
                .isEqualTo("{a}$1\\{b}$1\\");
    }

    @Property
    void textWithoutBracesStays(@ForAll @Chars({'a', '}', '$', '\\', '\n'}) String text) {
        assertThat(Interpolation.fill(text, name -> "!")).isEqualTo(text);
    }

    @Property
    void whatIsEscapedIsShownAsItIs(@ForAll @AlphaChars @NotEmpty String name) {
        assertThat(Interpolation.fill("{{" + name + "}}", n -> "!")).isEqualTo("{" + name + "}");
    }
}
