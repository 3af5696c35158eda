package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.CodeBlock.Syntax;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxCheckTest {

    /** Models write anything; a parser of ours must never throw at it. */
    @Property(tries = 150)
    void anyTextGetsAFinding(
            @ForAll
                    @StringLength(max = 60)
                    @CharRange(from = ' ', to = '~')
                    @Chars({'\n', '\t', '\u0000', '\uD800', '\u00e9', '\u2028'})
                    String text) {
        for (String language : new String[] {"java", "json", "yaml", "xml"}) {
            SyntaxCheck.Finding finding = SyntaxCheck.check(language, "", text);
            assertThat(finding.syntax()).isNotEqualTo(Syntax.NOT_CHECKED);
            assertThat(finding.problem().isEmpty()).isEqualTo(finding.syntax() == Syntax.VALID);
        }
    }

    @ParameterizedTest
    @CsvSource({"json, '[', ']'", "yaml, '[', ']'", "xml, <a>, </a>", "java, (, )"})
    void deepNestingIsAFindingNotAnOverflow(String language, String open, String close) {
        String deep = open.repeat(20_000) + close.repeat(20_000);
        assertThat(SyntaxCheck.check(language, "", deep)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', a/B.java, class A {}, VALID",
        "'', data.YML, 'a: 1', VALID",
        "'', x.json, '{', INVALID",
        "'', Makefile, 'all:', NOT_CHECKED",
        "json, x.java, '{}', VALID"
    })
    void theFenceTellsTheLanguageElseTheEndingOfTheFile(
            String language, String file, String code, Syntax expected) {
        assertThat(SyntaxCheck.check(language, file, code).syntax()).isEqualTo(expected);
    }

    @Test
    void aTextTooLongIsSaidSo() {
        assertThat(SyntaxCheck.check("json", "", " ".repeat(200_001)))
                .isEqualTo(new SyntaxCheck.Finding(Syntax.NOT_CHECKED, "too long to check"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "json"})
    void anEmptyBlockIsNoValidProgram(String language) {
        assertThat(SyntaxCheck.check(language, "", "").syntax()).isEqualTo(Syntax.INVALID);
    }

    @Test
    void theLineOfAMistakeIsThatOfTheBlock() {
        assertThat(SyntaxCheck.check("java", "", "int a;\nint b\nint c;").problem())
                .startsWith("line 2: ");
        assertThat(SyntaxCheck.check("json", "", "{\n\"a\": x}").problem()).startsWith("line 2: ");
        assertThat(SyntaxCheck.check("xml", "", "<a>\n<b>\n</a>").problem()).startsWith("line 3: ");
    }

    /** The exception says it; the flag would stop whatever the thread does next. */
    @Test
    void anInterruptIsSaidOnceAndNotLeftBehind() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                SyntaxCheck.check("python", "", "x = 1").syntax() != Syntax.NOT_CHECKED,
                "no python3 here");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SyntaxCheck.check("python", "", "x = 1"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
    }
}
