package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.run(
                        List.of(arguments),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void printsATypedResultAsTextAndAsJson() {
        assertThat(run("about").out()).startsWith("Engram Workbench");
        assertThat(run("about", "--json").out()).startsWith("{\"workbench\":");
    }

    @Test
    void aTypoIsTwoLinesWithTheNearMatchAndExitCodeTwo() {
        Ran command = run("abuot");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("unknown command 'abuot'", "did you mean 'about'?");
        assertThat(command.err().lines()).hasSizeLessThanOrEqualTo(2);
        Ran option = run("about", "--jsn");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("'--jsn'", "'--json'").doesNotContain("\tat ");
    }

    @Test
    void helpGoesToStandardOutput() {
        Ran help = run("engram", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage:");
        assertThat(help.err()).isEmpty();
    }
}
