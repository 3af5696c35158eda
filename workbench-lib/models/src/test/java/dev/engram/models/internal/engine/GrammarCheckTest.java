package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.JsonSchemaGrammar;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GrammarCheckTest {

    private static WorkbenchException refused(String grammar) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> GrammarCheck.check(grammar));
        assertThat(refusal).as(grammar).isNotNull();
        assertThat(refusal.category()).isEqualTo(Category.USAGE);
        assertThat(refusal.userMessage().lines()).hasSize(2);
        return refusal;
    }

    @Test
    void takesWhatGbnfAllows() {
        GrammarCheck.check(
                """
                # a comment
                root ::= greeting ( "," name )* [.!?]? # and one here
                greeting ::= "h" [ae] "llo" | "\\\\ \\" \\n\\x41"
                name ::=
                    [A-Z] [^\\]a-z\\-]{1,12} |
                    "x"{3} | "y"{2,} | .
                """);
        GrammarCheck.check(JsonSchemaGrammar.ANY_JSON);
    }

    @Test
    void namesLineAndReason() {
        assertThat(refused("root ::= \"a\"\nother ::= \"b"))
                .hasMessageContaining("line 2: no '\"'");
        assertThat(refused("root ::= nmae\nname ::= \"a\""))
                .hasMessageContaining("rule 'nmae' is not defined; did you mean 'name'?");
        assertThat(refused("main ::= \"a\"")).hasMessageContaining("no rule 'root'");
        assertThat(refused("")).hasMessageContaining("no rule 'root'");
        assertThat(refused("root = \"a\"")).hasMessageContaining("'::=' expected");
        assertThat(refused("root ::= (\"a\"")).hasMessageContaining("')' expected");
        assertThat(refused("root ::= \"\\q\"")).hasMessageContaining("unknown escape");
        assertThat(refused("root ::= \"a\"{x}")).hasMessageContaining("{n}, {n,} or {n,m}");
        assertThat(refused("root ::= \"a\"{3,2}")).hasMessageContaining("from n up to m");
        assertThat(refused("root ::= \"a\"{2001}")).hasMessageContaining("at most 2000");
        assertThat(refused("root ::= " + "(".repeat(300))).hasMessageContaining("too deeply");
        assertThat(refused("root ::= * \"a\"")).hasMessageContaining("a rule expected");
    }

    /** Any text is taken or refused: it never fails otherwise, nor runs for ever. */
    @Property(tries = 1000)
    void anyTextIsTakenOrRefused(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String text) {
        for (String grammar : new String[] {text, "root ::= " + text}) {
            try {
                GrammarCheck.check(grammar);
            } catch (WorkbenchException e) {
                assertThat(e.category()).isEqualTo(Category.USAGE);
            }
        }
    }
}
