package dev.engram.commands.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.Outcome;
import dev.engram.commands.Services;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteVerbsTest {

    @TempDir Path folder;
    private final Services services = new Services();

    private Object run(String... arguments) {
        VerbContext context =
                new VerbContext(
                        folder,
                        new WorkbenchHome(folder.resolve("home")),
                        Progress.none(),
                        text -> {},
                        notice -> {},
                        services,
                        null);
        return ((Outcome.Value) VerbRunner.run(List.of(arguments), context)).result();
    }

    private String refused(String... arguments) {
        return catchThrowableOfType(WorkbenchException.class, () -> run(arguments)).userMessage();
    }

    @Test
    void aRemoteIsNamedAndListedWithoutItsKey() {
        assertThat(run("model", "remote", "list").toString()).contains("no remote models");
        run("model", "remote", "add", "big", "http://127.0.0.1:9/v1#m", "--key-variable", "K_E_Y");
        assertThat(run("model", "remote", "list").toString())
                .contains("big", "http://127.0.0.1:9/v1", "K_E_Y (not set)");
        assertThat(refused("model", "generate", "--model", "big", "-p", "x"))
                .contains("big cannot be reached");
        assertThat(refused("model", "info", "--model", "big")).contains("is a remote model");
        assertThat(refused("model", "remote", "add", "x", "ftp://host")).contains("no address");
        assertThat(refused("model", "remote", "add", "a b", "http://h/v1")).contains("no name");
        assertThat(refused("model", "remote", "add", "a", "http://h/v1", "--key-variable", "sk-1"))
                .contains("never the key itself")
                .doesNotContain("sk-1");
    }

    @Test
    void anEngramMayGoThereOnlyWhereTheUserSaysSo() throws IOException {
        Files.createDirectory(folder.resolve("x.engram"));
        assertThat(run("model", "remote", "list").toString()).contains("no engram may lend");
        assertThat(run("model", "remote", "allow", "x.engram").toString()).contains("may go");
        assertThat(run("model", "remote", "list").toString()).contains("x.engram");
        run("model", "remote", "allow", "x.engram", "--revoke");
        assertThat(run("model", "remote", "list").toString()).contains("no engram may lend");
        assertThat(refused("model", "remote", "allow", "none.engram")).contains("no engram");
    }
}
