package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Java without magics is left alone; a magic among it leaves the rest alone. */
class JavaSourceProperties {

    private static final Arbitrary<String> LITERAL =
            Arbitraries.of(
                    "\"%engram list\"",
                    "\"\\\\\"",
                    "\"a\\\"%time\"",
                    "'%'",
                    "'\\''",
                    "\"\"\"\n%engram list\n  %s \\\"\"\" \" \"\"\"",
                    "17",
                    "0x1F",
                    "name",
                    "f(a, b[2])",
                    "engram",
                    "time");

    private static final Arbitrary<String> GAP =
            Arbitraries.of(
                    " ", "", "\n", "\n  ", " /* %engram list */ ", " // %engram list\n", "\r\n");

    @Provide
    Arbitrary<String> expression() {
        Arbitrary<String> operator = Arbitraries.of("%", "+", "*", "%", "==");
        Arbitrary<String> operation =
                net.jqwik.api.Combinators.combine(GAP, operator, GAP, LITERAL)
                        .as((g, o, h, l) -> g + o + h + l);
        return net.jqwik.api.Combinators.combine(LITERAL, operation.list().ofMaxSize(5))
                .as((first, rest) -> first + String.join("", rest));
    }

    @Provide
    Arbitrary<String> statements() {
        Arbitrary<String> shape =
                Arbitraries.of(
                        "var x = %E%;",
                        "return %E%;",
                        "x = (%E%);",
                        "if (%E%) { y(%E%); }",
                        "x %= %E%;",
                        "f(%E%, () -> { g(%E%); });",
                        "int[] a = {%E%, %E%};",
                        "// %engram list",
                        "/* %engram\n list */");
        Arbitrary<String> statement =
                net.jqwik.api.Combinators.combine(shape, expression().list().ofSize(2))
                        .as(
                                (s, es) ->
                                        s.replaceFirst("%E%", quoted(es.get(0)))
                                                .replaceFirst("%E%", quoted(es.get(1))));
        return statement
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(list -> String.join("\n", list) + "\n");
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }

    @Property
    void javaIsUnchanged(@ForAll("statements") String java) {
        TransformedCell cell = MagicTransformer.transform(java, new Names());
        assertThat(cell.source()).isEqualTo(java);
        assertThat(cell.calls()).isEmpty();
    }

    @Property
    void aMagicBetweenLeavesTheRestAndItsLines(
            @ForAll("statements") String before, @ForAll("statements") String after) {
        TransformedCell cell =
                MagicTransformer.transform(before + "%engram list\n" + after, new Names());
        assertThat(cell.calls()).hasSize(1);
        assertThat(cell.source()).startsWith(before).endsWith(";\n" + after);
        assertThat(cell.calls().getFirst().arguments()).isEqualTo(List.of("list"));
    }
}
