package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.kernel.extension.MagicAssist.Completion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellAssistTest {

    /** The magics of the verbs beside one of the kernel's own. */
    private static final class Real implements MagicCatalogue {
        @Override
        public Set<String> lineMagics() {
            return Set.of("model", "bench", "maven", "time");
        }

        @Override
        public Set<String> cellMagics() {
            return Set.of("model", "bench", "time");
        }

        @Override
        public String resultType(String name, List<String> arguments, boolean cell) {
            return "java.lang.Object";
        }
    }

    private final CellAssist assist = new CellAssist(new Real(), Path.of("").toAbsolutePath());

    private Optional<Completion> at(String cellWithBar) {
        int bar = cellWithBar.indexOf('|');
        return assist.complete(cellWithBar.replace("|", ""), bar);
    }

    private List<String> candidates(String cellWithBar) {
        return at(cellWithBar).orElseThrow().candidates();
    }

    @Test
    void namesWhereverAMagicMayStand() {
        assertThat(candidates("%|")).containsExactly("bench", "maven", "model", "time");
        assertThat(at("int a = 1;\n  %m|"))
                .contains(new Completion(List.of("maven", "model"), 14, 15));
        assertThat(candidates("var x = %mo|;")).containsExactly("model");
        assertThat(candidates("// remark\n\n%%mo|")).containsExactly("model");
        assertThat(candidates("%%m|")).containsExactly("model");
        assertThat(candidates("void f() { }\n%be|")).containsExactly("bench");
        assertThat(candidates("%mo|del list")).containsExactly("model");
    }

    @Test
    void wordsBehindTheNameInTheirPlaceInTheCell() {
        assertThat(at("int a = 1;\n%model qu|"))
                .contains(new Completion(List.of("quantize"), 18, 20));
        assertThat(candidates("var q = %model quantize default -t Q8|;")).containsExactly("Q8_0");
        assertThat(candidates("%model list;\n%model gen|")).containsExactly("generate");
        assertThat(candidates("%%model generate --se|\nbody %m")).containsExactly("--seed");
        assertThat(candidates("%model quantize \\\n  --ty|")).containsExactly("--type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int x = a %mo|",
                "int x = a\n%mo|",
                "String s = \"%mo|\";",
                "// %mo|",
                "Sys|tem.out",
                "%%model generate\nbody %mo|",
                "%time Sys|tem",
                "f(%mo|)",
                "|%model",
                "",
            })
    void javaIsLeftToJava(String cellWithBar) {
        String cell = cellWithBar.isEmpty() ? "|" : cellWithBar;
        assertThat(at(cell)).isEmpty();
        assertThat(assist.inspect("int x = a %model;", 12)).isEmpty();
    }

    @Test
    void helpForVerbsAndForTheKernelsOwn() {
        assertThat(assist.inspect("var x = %model quantize", 18).orElseThrow())
                .startsWith("Usage: %model quantize");
        assertThat(assist.inspect("\n%maven a:b:1", 4).orElseThrow()).startsWith("%maven GROUP");
        assertThat(assist.inspect("%%model generate\nbody", 3).orElseThrow())
                .startsWith("Usage: %model");
        assertThat(assist.inspect("%%model generate\nbody", 19)).isEmpty();
    }
}
