package dev.engram.base.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Fake package managers on a PATH of our own: each writes the file that a test tells it to. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake package managers are shell scripts")
class PackageFetcherTest {

    private static final String CONTENT = "content of the package";

    @TempDir private Path folder;
    private Path bin;
    private Path calls;
    private WorkbenchHome home;

    @BeforeEach
    void makeFakes() throws IOException {
        bin = Files.createDirectories(folder.resolve("bin"));
        calls = folder.resolve("calls.txt");
        home = new WorkbenchHome(folder.resolve("home"));
        fake("npm", "--pack-destination", "name-1.0.tgz", CONTENT);
        fake("python3", "-d", "name-1.0-py3-none-any.whl", CONTENT);
        fake("mvn", "-DoutputDirectory", "name-1.0-sources.jar", CONTENT);
    }

    private void fake(String program, String option, String file, String content)
            throws IOException {
        script(
                program,
                """
                echo "%s $*" >> '%s'
                previous=
                for a in "$@"; do
                  case "$a" in "%s="*) out=${a#*=} ;; esac
                  [ "$previous" = "%s" ] && out=$a
                  previous=$a
                done
                printf '%%s' '%s' > "$out/%s"
                """
                        .formatted(program, calls, option, option, content, file));
    }

    private void script(String program, String body) throws IOException {
        Path file = bin.resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private PackageFetcher fetcher() {
        return new PackageFetcher(home, Progress.none(), Map.of("PATH", bin + ":/usr/bin:/bin"));
    }

    private static String sha256() throws IOException {
        Path file = Files.createTempFile("content", ".txt");
        try {
            Files.writeString(file, CONTENT);
            return Digests.sha256Hex(file, Progress.none());
        } finally {
            Files.delete(file);
        }
    }

    private static String sha512() throws IOException {
        Path file = Files.createTempFile("content", ".txt");
        try {
            Files.writeString(file, CONTENT);
            return Digests.sha512Base64(file, Progress.none());
        } finally {
            Files.delete(file);
        }
    }

    private long callsMade() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    @Test
    void fetchesOnceThenReturnsTheKeptFile() throws IOException {
        Path first = fetcher().npm("@scope/name", "1.0", "sha512-" + sha512());
        assertThat(first).hasContent(CONTENT).hasFileName("name-1.0.tgz");
        assertThat(first).startsWith(home.root().resolve("downloads/npm"));
        assertThat(fetcher().npm("@scope/name", "1.0", sha512())).isEqualTo(first);
        assertThat(callsMade()).isEqualTo(1);
        assertThat(Files.readString(calls)).contains("pack @scope/name@1.0", "--ignore-scripts");
    }

    @Test
    void pipDownloadsWithoutInstalling() throws IOException {
        Path wheel = fetcher().pip("name", "1.0", sha256());
        assertThat(wheel).hasContent(CONTENT);
        assertThat(Files.readString(calls))
                .contains("-m pip download --no-deps --only-binary :all:", "name==1.0");
    }

    @Test
    void pipCanBeAskedForTheWheelOfAnotherPython() throws IOException {
        Path wheel = fetcher().pip("name", "1.0", "3.11", "manylinux2014_x86_64", sha256());
        assertThat(wheel).hasContent(CONTENT);
        assertThat(Files.readString(calls))
                .contains("--implementation cp --python-version 3.11")
                .contains("--platform manylinux2014_x86_64 name==1.0");
    }

    @Test
    void mavenCopiesOneArtifactWithItsClassifier() throws IOException {
        Path jar = fetcher().maven("g", "name", "1.0", "sources", "jar", sha256());
        assertThat(jar).hasContent(CONTENT);
        assertThat(Files.readString(calls)).contains("-Dartifact=g:name:1.0:jar:sources");
    }

    @Test
    void namesFileAndBothHashesOnAMismatchAndKeepsNothing() throws IOException {
        String wrong = "0".repeat(64);
        String right = sha256();
        assertThatThrownBy(() -> fetcher().pip("name", "1.0", wrong))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.DAMAGED);
                            assertThat(e.userMessage().lines()).hasSize(2);
                        })
                .hasMessageContaining("name-1.0-py3-none-any.whl")
                .hasMessageContaining(wrong)
                .hasMessageContaining(right);
        try (Stream<Path> left = Files.walk(home.root().resolve("downloads"))) {
            assertThat(left.filter(p -> p.toString().endsWith(".whl"))).isEmpty();
        }
    }

    @Test
    void aKeptFileThatWentBadIsFetchedAgain() throws IOException {
        Path kept = fetcher().pip("name", "1.0", sha256());
        Files.writeString(kept, "tampered");
        assertThat(fetcher().pip("name", "1.0", sha256())).isEqualTo(kept).hasContent(CONTENT);
        assertThat(callsMade()).isEqualTo(2);
    }

    @Test
    void aKeptFileThatWentBadIsReportedWhereItCannotBeFetchedAgain() throws IOException {
        Path kept = fetcher().pip("name", "1.0", sha256());
        Files.writeString(kept, "tampered");
        script("python3", "echo 'ERROR: no route to host' >&2; exit 1\n");
        assertThatThrownBy(() -> fetcher().pip("name", "1.0", sha256()))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED))
                .hasMessageContaining(kept.toString());
    }

    @Test
    void tellsWhatThePackageManagerComplainedAbout() throws IOException {
        script("npm", "echo 'npm error 404 Not Found'; echo 'a log is somewhere'; exit 1\n");
        String pin = sha512();
        assertThatThrownBy(() -> fetcher().npm("name", "1.0", pin))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.RESOURCE))
                .hasMessageContaining("npm could not fetch name@1.0")
                .hasMessageContaining("404 Not Found");
    }

    @Test
    void aMissingProgramIsOneLineThatSaysWhatToInstall() throws IOException {
        Files.delete(bin.resolve("mvn"));
        PackageFetcher fetcher =
                new PackageFetcher(home, Progress.none(), Map.of("PATH", bin.toString()));
        String pin = sha256();
        assertThatThrownBy(() -> fetcher.maven("g", "a", "1", "", "jar", pin))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.MISSING);
                            assertThat(e.remedy()).contains("install Maven");
                        });
    }

    @Test
    void aKilledFetchIsNeverTakenForTheWhole() throws IOException {
        Path whole = fetcher().npm("name", "1.0", sha512()).getParent();
        Path part = whole.resolveSibling(whole.getFileName() + ".part").resolve("out");
        Files.createDirectories(part);
        Files.move(whole.resolve("name-1.0.tgz"), part.resolve("half.tgz"));
        Files.writeString(part.resolve("half.tgz"), "cont");
        Files.delete(whole);
        Path again = fetcher().npm("name", "1.0", sha512());
        assertThat(again).hasContent(CONTENT);
        assertThat(part).doesNotExist();
    }

    @Test
    void anInterruptEndsThePackageManager() throws Exception {
        Path started = folder.resolve("started");
        script(
                "npm",
                "echo $$ > '%s.new'; mv '%s.new' '%s'; exec sleep 600\n"
                        .formatted(started, started, started));
        String pin = sha512();
        Throwable[] thrown = new Throwable[1];
        Thread worker =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        fetcher().npm("name", "1.0", pin);
                                    } catch (RuntimeException e) {
                                        thrown[0] = e;
                                    }
                                });
        while (!Files.exists(started)) {
            Thread.sleep(10);
        }
        worker.interrupt();
        worker.join(20_000);
        assertThat(worker.isAlive()).isFalse();
        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.INTERRUPTED));
        long pid = Long.parseLong(Files.readString(started).strip());
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
}
