package dev.engram.kernel.runtime.magic;

import static dev.engram.kernel.runtime.magic.Names.arguments;
import static dev.engram.kernel.runtime.magic.Names.calls;
import static dev.engram.kernel.runtime.magic.Names.readable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMagicTest {

    @Test
    void standsWhereAStatementBegins() {
        assertThat(readable("%engram list")).isEqualTo("M.<Object>line(#1)");
        assertThat(readable("\n// a remark\n  %engram list\nfoo();"))
                .isEqualTo("\n// a remark\n  M.<Object>line(#1);\nfoo();");
        assertThat(readable("int a = 1;\n%engram list;\nint b = 2;"))
                .isEqualTo("int a = 1;\nM.<Object>line(#1);\nint b = 2;");
        assertThat(readable("/* on\n two lines */ %engram list"))
                .isEqualTo("/* on\n two lines */ M.<Object>line(#1)");
    }

    @Test
    void isAValueOfItsType() {
        assertThat(readable("var hits = %engram query -e x;"))
                .isEqualTo("var hits = M.<String>line(#1);");
        assertThat(readable("hits = %engram query -e x")).isEqualTo("hits = M.<String>line(#1);");
        assertThat(readable("String f() {\n  return %engram query x\n}"))
                .isEqualTo("String f() {\n  return M.<String>line(#1);\n}");
        assertThat(readable("Runnable r = () -> %engram list;\nr.run();"))
                .isEqualTo("Runnable r = () -> M.<Object>line(#1);\nr.run();");
    }

    @Test
    void standsInBlocks() {
        assertThat(readable("for (var q : qs) {\n    %engram query -e x\n}"))
                .isEqualTo("for (var q : qs) {\n    M.<String>line(#1);\n}");
        assertThat(readable("for (var q : qs) { %engram list; } foo();"))
                .isEqualTo("for (var q : qs) { M.<Object>line(#1); } foo();");
        assertThat(readable("if (b)\n{ %engram list; }"))
                .isEqualTo("if (b)\n{ M.<Object>line(#1); }");
        assertThat(readable("pool.submit(() -> { %engram list; });"))
                .isEqualTo("pool.submit(() -> { M.<Object>line(#1); });");
    }

    @Test
    void theSemicolonIsNoArgument() {
        assertThat(arguments("var x = %engram list;")).containsExactly("list");
        assertThat(arguments("%engram list ;  // all of them")).containsExactly("list");
        assertThat(arguments("%engram query 'a;' b;c ;")).containsExactly("query", "a;", "b;c");
        assertThat(arguments("%engram list; /* so */")).containsExactly("list");
    }

    @Test
    void backslashesAreKeptAndBothQuotesGroup() {
        assertThat(arguments("%engram ingest C:\\data\\new"))
                .containsExactly("ingest", "C:\\data\\new");
        assertThat(arguments("%engram ingest \"C:\\my data\\\" 'and so on' --name='a b'"))
                .containsExactly("ingest", "C:\\my data\\", "and so on", "--name=a b");
        assertThat(arguments("%engram query what's in it")).endsWith("what's", "in", "it");
        assertThat(arguments("%engram query 'tis")).endsWith("'tis");
        assertThat(arguments("%engram query '' \"\"")).containsExactly("query", "", "");
        assertThat(arguments("%engram query http://a/b // c")).endsWith("http://a/b", "//", "c");
    }

    @Test
    void aBackslashAtTheEndContinuesTheLine() {
        assertThat(arguments("%engram ingest src \\\n   -e x.engram \\\r\n --include *.java\n"))
                .containsExactly("ingest", "src", "-e", "x.engram", "--include", "*.java");
        assertThat(readable("%engram ingest src \\\n   -e x\nint a = 1;"))
                .isEqualTo("M.<Object>line(#1);\n\nint a = 1;");
        assertThat(arguments("%engram ingest C:\\data\\\n"))
                .containsExactly("ingest", "C:\\data\\");
    }

    @Test
    void linesKeepTheirNumbers() {
        String cell = "int a = 1;\n%engram list\n\n%engram ingest \\\n x\nint b = a;";
        String source = MagicTransformer.transform(cell, new Names()).source();
        assertThat(source.lines().toList().indexOf("int b = a;"))
                .isEqualTo(cell.lines().toList().indexOf("int b = a;"));
        assertThat(source.lines().count()).isEqualTo(cell.lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int x = a % b;",
                "int x = a\n% b;",
                "int x = a\n    %time;",
                "int x = total\n%time + 1;",
                "int x = f(a)\n%engram;",
                "int x = a[1] %engram;",
                "x %= y;",
                "f(a, %engram)",
                "for (int i = 0; i < n; i = i %bench) { }",
                "String s = \"\"\"\n    %s\n    %engram list\n    key=%s\n    \"\"\";",
                "String s = \"%engram list; \\\" %engram list\";",
                "char c = '%'; char d = '\\''; int e = c %d;",
                "// %engram list\nint a;",
                "/* \n%engram list\n*/ int a;",
                "String.format(\"%d\", 5 % 3)",
                "int a = b % (c) % d;",
                "boolean b = a\n%bench instanceof Integer;",
                "int a = b %\nengram;",
                "String t = \"\"\"\n \\\"\"\" %engram list \"\"\";",
                "int i = x /* % */ % y // %\n;",
                "if (a\n   %engram == 0) {}",
                "@A(b = 5) int c;",
            })
    void javaStaysAsItIs(String java) {
        TransformedCell cell = MagicTransformer.transform(java, new Names());
        assertThat(cell.source()).isEqualTo(java);
        assertThat(cell.calls()).isEmpty();
    }

    @Test
    void aMagicAfterAStatementWithoutSemicolonIsTold() {
        assertThat(readable("int a = 5\n%engram list")).isEqualTo("int a = 5\n;M.<Object>line(#1)");
        assertThat(readable("foo()\n%load /tmp/a.jsh\n")).isEqualTo("foo()\n;M.<Object>line(#1)\n");
    }

    @Test
    void afterABlockAndOnTheLineOfABlock() {
        assertThat(readable("void f() { }\n%engram list"))
                .isEqualTo("void f() { }\nM.<Object>line(#1)");
        assertThat(readable("if (a) {\n} else %engram list;")).contains("else M.<Object>line(#1);");
    }

    @Test
    void outNamesAVariable() {
        assertThat(readable("%engram query -e x --out hits"))
                .isEqualTo("var hits = M.<String>line(#1);");
        assertThat(arguments("%engram query --out hits -e x")).containsExactly("query", "-e", "x");
        assertThat(arguments("{\n%engram query --out hits\n}")).contains("--out", "hits");
        assertThatThrownBy(() -> calls("%engram query --out 5"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("--out needs the name of a variable");
    }

    @Test
    void aQuestionMarkAsksForHelp() {
        assertThat(arguments("%engram?")).containsExactly("--help");
    }

    @Test
    void interpolationIsAskedForAndScoped() {
        assertThat(readable("%engram query -e {name}")).isEqualTo("M.<String>line(#1)");
        assertThat(readable("%engram query --interpolate -e {name} {a.b()} {{c}} {1}"))
                .isEqualTo("M.<String>line(#1, name, a.b())");
        MagicCall call = calls("%engram query --interpolate {x}").getFirst();
        assertThat(call.interpolated()).isTrue();
        assertThat(call.arguments()).containsExactly("query", "{x}");
    }

    @Test
    void anUnknownMagicIsOneLineWithTheNearMatch() {
        assertThatThrownBy(() -> calls("var x = %engrm list"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.userMessage())
                                        .isEqualTo("unknown magic %engrm; did you mean %engram?"));
        assertThatThrownBy(() -> calls("%ask what"))
                .hasMessage("unknown magic %ask; there is %%ask");
        assertThatThrownBy(() -> calls("%zzzzzzzzz"))
                .hasMessage("unknown magic %zzzzzzzzz; known: %bench %engram %load %maven %time");
        assertThat(readable("int a = b\n%engrm;")).isEqualTo("int a = b\n%engrm;");
    }

    @Test
    void timeTakesJavaAsItStands() {
        assertThat(arguments("%time foo(\"a b\", 'c') // so")).containsExactly("foo(\"a b\", 'c')");
        assertThat(arguments("%time int x = f(\n  a,\n  b);\nint c;"))
                .containsExactly("int x = f(\n  a,\n  b)");
        assertThat(arguments("%time f(\"a;}\"); ")).containsExactly("f(\"a;}\")");
        assertThat(readable("%time int x = f(\n  a);\nint c;"))
                .isEqualTo("M.<Object>line(#1);\n\nint c;");
    }

    @Test
    void aTimedValueKeepsItsTypeAndItsLines() {
        assertThat(readable("var x = %time f(1, \"%s\");"))
                .isEqualTo("var x = M.time(() -> f(1, \"%s\"));");
        assertThat(readable("var x = %time f(\n  1);\nint c;"))
                .isEqualTo("var x = M.time(() -> f(\n  1));\nint c;");
        assertThat(readable("for (;;) { %time f(); }"))
                .isEqualTo("for (;;) { M.timeRun(() -> { f(); }); }");
        assertThat(calls("var x = %time f();")).isEmpty();
    }
}
