package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.commands.about.AboutInfo;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class VerbMagicTest {

    private final TestKernel kernel = new TestKernel.Host();
    private final TestKernel plain = new TestKernel();
    private final VerbMagic about = new VerbMagic("about");
    private final VerbMagic model = new VerbMagic("model");

    @Test
    void givesTheTypedResultAndShowsNothing() {
        assertThat(about.eval(kernel, List.of())).isInstanceOf(AboutInfo.class);
        assertThat(about.eval(kernel, List.of(), "a body")).isInstanceOf(AboutInfo.class);
        assertThat(kernel.displayed).isEmpty();
    }

    @Test
    void jsonIsAString() {
        assertThat((String) about.eval(kernel, List.of("--json"))).startsWith("{\"workbench\":");
    }

    @Test
    void helpSpeaksOfMagics() {
        assertThat(about.eval(kernel, List.of("--help"))).isNull();
        assertThat(model.eval(kernel, List.of())).isNull();
        assertThat(kernel.texts().get(0))
                .startsWith("Usage: %about")
                .contains("Example: %about --json")
                .doesNotContain("workbench about");
        assertThat(kernel.texts().get(1)).startsWith("Usage: %model").contains("quantize");
    }

    @Test
    void aUsageErrorIsTwoLinesWithTheNearMatchAndNoTrace() {
        Throwable thrown = catchThrowable(() -> about.eval(kernel, List.of("--jsn")));
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.USAGE);
                            assertThat(e.userMessage().lines())
                                    .containsExactly(
                                            "unknown option '--jsn' in '%about'",
                                            "did you mean '--json'? see: %about --help");
                        })
                .hasNoCause();
        assertThat(thrown.getStackTrace()).isEmpty();
        assertThatThrownBy(() -> model.eval(kernel, List.of("quantise")))
                .hasMessageContaining("did you mean 'quantize'? see: %model --help");
    }

    @Test
    void traceShowsTheWholeStory() {
        Throwable thrown = catchThrowable(() -> about.eval(kernel, List.of("--jsn", "--trace")));
        assertThat(thrown.getStackTrace()).isNotEmpty();
        assertThat(thrown).hasRootCauseInstanceOf(Exception.class);
    }

    @Test
    void aPlainKernelGetsAnErrorThatItDoesNotWrap() {
        Throwable thrown = catchThrowable(() -> about.eval(plain, List.of("--jsn")));
        assertThat(thrown).isInstanceOf(MagicError.class).hasMessageContaining("'--json'");
        assertThat(thrown.getStackTrace()).isEmpty();
        assertThat(thrown).hasNoCause();
    }

    @Test
    void aPlainKernelLeavesTheSemicolonOfTheStatement() {
        assertThat(about.eval(plain, List.of("--json;"))).isInstanceOf(String.class);
        assertThat(about.eval(plain, List.of("--json", ";"))).isInstanceOf(String.class);
        assertThatThrownBy(() -> about.eval(kernel, List.of("--json;")))
                .isInstanceOf(WorkbenchException.class);
    }

    @Test
    void outBindsAVariableInAPlainKernel() {
        assertThat(about.eval(plain, List.of("--out", "info"))).isNull();
        assertThat(plain.variables.get("info")).isInstanceOf(AboutInfo.class);
        assertThat(plain.evaluated.getLast())
                .startsWith("var info = (dev.engram.commands.about.AboutInfo) ");
        assertThatThrownBy(() -> about.eval(plain, List.of("--out", "a b")))
                .hasMessageContaining("--out needs the name of a variable");
    }

    @Test
    void variablesAreFilledInOnlyWhenAsked() {
        plain.variables.put("option", "--json");
        assertThat(about.eval(plain, List.of("--interpolate", "{option}")))
                .isInstanceOf(String.class);
        assertThatThrownBy(() -> about.eval(plain, List.of("{option}")))
                .hasMessageContaining("unexpected argument '{option}'");
        assertThatThrownBy(() -> about.eval(plain, List.of("--interpolate", "{nothing}")))
                .hasMessageContaining("cannot evaluate 'nothing'");
    }

    @Test
    void installingTwiceIsInstallingOnce() {
        WorkbenchExtension extension = new WorkbenchExtension();
        extension.install(kernel);
        extension.install(kernel);
        new WorkbenchExtension().install(kernel);
        assertThat(kernel.getMagicsRegistry().getLineMagicNames())
                .contains("about", "engram", "model", "bench", "report")
                .allSatisfy(name -> assertThat(name).doesNotContain(";"));
        assertThat(kernel.getMagicsRegistry().getCellMagicNames()).contains("engram", "bench");
        assertThat(
                        kernel.getRenderer()
                                .render(about.eval(kernel, List.of()))
                                .getData(MIMEType.TEXT_HTML))
                .asString()
                .containsOnlyOnce("<table>");
        assertThat(kernel.displayed).isEmpty();
    }

    @Test
    void aPlainKernelKnowsTheNamesWithTheSemicolonItLeavesThere() {
        new WorkbenchExtension().install(plain);
        assertThat(plain.getMagicsRegistry().getLineMagicNames()).contains("about", "about;");
    }
}
