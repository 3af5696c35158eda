package dev.engram.models.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemotesTest {

    @TempDir Path folder;

    private Remotes remotes() {
        return new Remotes(new WorkbenchHome(folder));
    }

    @Test
    void anAddressNeedsNoConfiguration() throws IOException {
        RemoteEndpoint found = remotes().find("http://127.0.0.1:8080/v1/#qwen/7b").orElseThrow();
        assertThat(found.base()).hasToString("http://127.0.0.1:8080/v1");
        assertThat(found.model()).isEqualTo("qwen/7b");
        assertThat(remotes().find("tiny")).isEmpty();
    }

    @Test
    void whatWasPutIsFoundByName() throws IOException {
        RemoteEndpoint given =
                new RemoteEndpoint(
                        "big",
                        RemoteEndpoint.ofAddress("https://host/v1").base(),
                        "m",
                        "BIG_KEY",
                        Optional.of(ServerKind.VLLM),
                        32768,
                        RemoteEndpoint.Limits.DEFAULT);
        remotes().put(given);
        assertThat(remotes().find("big")).contains(given);
        assertThat(Files.readString(folder.resolve("remotes.json"))).contains("BIG_KEY");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Files.writeString(folder.resolve("remotes.json"), "{\"remotes\":{\"a\":{\"uri\":\"x\"}}}");
        WorkbenchException damaged =
                catchThrowableOfType(WorkbenchException.class, () -> remotes().all());
        assertThat(damaged.category()).isEqualTo(Category.DAMAGED);
        assertThat(damaged.getMessage()).contains("uri");
        Files.writeString(folder.resolve("remotes.json"), "{\"remotes\":{\"a\":{}}}");
        assertThat(
                        catchThrowableOfType(WorkbenchException.class, () -> remotes().all())
                                .getMessage())
                .contains("remote 'a' has no usable url");
        for (String address : new String[] {"http://user:pw@host/v1", "https://h/v1?key=x"}) {
            assertThat(
                            catchThrowableOfType(
                                            WorkbenchException.class,
                                            () -> RemoteEndpoint.ofAddress(address))
                                    .getMessage())
                    .doesNotContain("pw@");
        }
    }

    @Test
    void noEngramMayLeaveUnlessItsUserSaidSo() throws IOException {
        Path engram = Files.createDirectory(folder.resolve("x.engram"));
        RemoteConsent consent = new RemoteConsent(new WorkbenchHome(folder.resolve("home")));
        assertThat(consent.remoteAllowed(engram)).isFalse();
        consent.allow(engram, true);
        consent.allow(engram, true);
        assertThat(consent.remoteAllowed(engram)).isTrue();
        assertThat(consent.allowed()).hasSize(1);
        Path link = Files.createSymbolicLink(folder.resolve("link.engram"), engram);
        assertThat(consent.remoteAllowed(link)).isTrue();
        assertThat(consent.remoteAllowed(folder.resolve("other.engram"))).isFalse();
        consent.allow(engram, false);
        assertThat(consent.remoteAllowed(engram)).isFalse();
    }

    @Test
    void aFileThatSaysNothingHoldsNoRemotes() throws IOException {
        for (String text : new String[] {"null", "{}", "{\"remotes\":null}"}) {
            Files.writeString(folder.resolve("remotes.json"), text);
            assertThat(remotes().all()).as(text).isEmpty();
        }
        for (String text : new String[] {"", "[]", "{\"remotes\":{\"a\":null}}", "7"}) {
            Files.writeString(folder.resolve("remotes.json"), text);
            assertThat(
                            catchThrowableOfType(WorkbenchException.class, () -> remotes().all())
                                    .category())
                    .as(text)
                    .isEqualTo(Category.DAMAGED);
        }
    }

    /** The permissions stand one a line: such a name would be two of them. */
    @Test
    void aNameWithALineBreakAllowsNoOtherEngram() throws IOException {
        RemoteConsent consent = new RemoteConsent(new WorkbenchHome(folder.resolve("home")));
        Path secret = Files.createDirectory(folder.resolve("secret.engram")).toRealPath();
        Path sly = folder.resolve("a\n" + secret.toString().substring(1));
        Path slyer = Path.of("/a\n" + secret);
        for (Path path : new Path[] {sly, slyer}) {
            assertThat(
                            catchThrowableOfType(
                                            WorkbenchException.class,
                                            () -> consent.allow(path, true))
                                    .category())
                    .isEqualTo(Category.USAGE);
        }
        assertThat(consent.remoteAllowed(secret)).isFalse();
        assertThat(consent.allowed()).isEmpty();
    }
}
