package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.ensemble.CodeBlock;
import dev.engram.ensemble.CodeBlock.Syntax;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeBlocksTest {

    private static CodeBlock only(String answer) {
        List<CodeBlock> blocks = CodeBlocks.of(answer);
        assertThat(blocks).hasSize(1);
        return blocks.getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```java src/A.java\nclass A {}\n```",
                "```java title=\"src/A.java\"\nclass A {}\n```",
                "```java:src/A.java\nclass A {}\n```",
                "**src/A.java**\n\n```java\nclass A {}\n```",
                "File: `src/A.java`:\n~~~java\nclass A {}\n~~~",
                "```java\n// src/A.java\nclass A {}\n```"
            })
    void languageAndFileAreTakenFromWhereverTheyStand(String answer) {
        CodeBlock block = only(answer);
        assertThat(block.language()).isEqualTo("java");
        assertThat(block.file()).isEqualTo("src/A.java");
        assertThat(block.syntax()).isEqualTo(Syntax.VALID);
        assertThat(block.code()).contains("class A {}\n");
    }

    @Test
    void proseBetweenBlocksIsNotCode() {
        String answer = "First:\n```json\n{}\n```\nthen `x`:\n````md\n```\nin\n```\n````\nend";
        List<CodeBlock> blocks = CodeBlocks.of(answer);
        assertThat(blocks).extracting(CodeBlock::code).containsExactly("{}\n", "```\nin\n```\n");
        assertThat(CodeBlocks.prose(answer)).isEqualTo("First:\nthen `x`:\nend\n");
    }

    @Test
    void aBlockCutAtTheTokenLimitCounts() {
        assertThat(only("```java\nclass A { int x = "))
                .satisfies(
                        b -> assertThat(b.syntax()).isEqualTo(Syntax.INVALID),
                        b -> assertThat(b.problem()).startsWith("line "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java|class A { void a() {} }|VALID",
                "java|void a() { return; }|VALID",
                "java|int x = 1; x++; System.out.println(x);|VALID",
                "java|import java.util.List; record R(List<String> x) {}|VALID",
                "java|class A { void a( }|INVALID",
                "json|{\"a\": [1, 2]}|VALID",
                "json|{\"a\": [1, 2}|INVALID",
                "json|{} {}|INVALID",
                "yaml|a: [1, 2]|VALID",
                "yaml|a: [1, 2|INVALID",
                "xml|<a><b/></a>|VALID",
                "xml|<a><b></a>|INVALID",
                "rust|fn main() {}|NOT_CHECKED",
                "''|anything|NOT_CHECKED"
            })
    void eachLanguageIsParsedByItsParser(String language, String code, Syntax expected) {
        SyntaxCheck.Finding finding = SyntaxCheck.check(language, "", code);
        assertThat(finding.syntax()).isEqualTo(expected);
        assertThat(finding.problem().isEmpty()).isEqualTo(expected == Syntax.VALID);
    }

    @Test
    void pythonIsParsedWhereItIsInstalled() {
        assumeTrue(
                SyntaxCheck.check("python", "", "x = 1").syntax() != Syntax.NOT_CHECKED,
                "no python3 here");
        assertThat(SyntaxCheck.check("py", "", "def a():\n    return 1\n").syntax())
                .isEqualTo(Syntax.VALID);
        assertThat(SyntaxCheck.check("", "a.py", "def a(:\n").problem()).startsWith("line 1");
    }

    @Test
    void xmlFetchesNothingAndDoesNotBlowUp() {
        String bomb =
                "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;\">"
                        + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&f;</a>";
        assertThat(SyntaxCheck.check("xml", "", bomb).problem()).doesNotContain("root:");
    }

    @Property(tries = 300)
    void anyTextIsTakenApart(@ForAll String text) {
        for (CodeBlock block : CodeBlocks.of("```zz\n" + text)) {
            assertThat(block.syntax()).isEqualTo(Syntax.NOT_CHECKED);
        }
        assertThat(CodeBlocks.prose(text)).isNotNull();
    }
}
