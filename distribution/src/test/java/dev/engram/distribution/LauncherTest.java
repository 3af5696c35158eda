package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The launcher from end to end: prerequisites, build, hand-over. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class LauncherTest {

    private Sandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    private void assertOneLine(Sandbox.Run run, String... parts) {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.errorLines().getFirst()).startsWith("workbench: ").contains(parts);
    }

    @Test
    void noJdkIsOneLine() throws Exception {
        sandbox.with("JAVA_HOME", "/nowhere").with("WORKBENCH_JDK_FOLDERS", "/nowhere");
        assertOneLine(sandbox.run("about"), "no JDK 25", "install");
    }

    @Test
    void anOldJdkIsNotTaken() throws Exception {
        Path old = sandbox.root.resolve("jdks/old");
        Files.createDirectories(old.resolve("bin"));
        Files.createSymbolicLink(
                old.resolve("bin/javac"), Path.of(System.getProperty("java.home"), "bin/javac"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        sandbox.with("JAVA_HOME", old.toString());
        sandbox.with("WORKBENCH_JDK_FOLDERS", old.getParent().toString());
        assertOneLine(sandbox.run("about"), "no JDK 25");
    }

    @Test
    void aJdkInAnInstallFolderIsFound() throws Exception {
        Path folder = Files.createDirectories(sandbox.root.resolve("jdks"));
        Files.createSymbolicLink(
                folder.resolve("the-jdk"), Path.of(System.getProperty("java.home")));
        sandbox.with("JAVA_HOME", "").with("WORKBENCH_JDK_FOLDERS", folder.toString());
        assertThat(sandbox.run("about").code()).isZero();
    }

    @Test
    void noMavenIsOneLine() throws Exception {
        sandbox.remove("mvn");
        assertOneLine(sandbox.run("about"), "no Maven", "install Maven 3.8");
    }

    @Test
    void anOldMavenIsOneLine() throws Exception {
        sandbox.fake("mvn", "echo 'Apache Maven 3.6.3 (abc)'\n");
        assertOneLine(sandbox.run("about"), "3.6", "install Maven 3.8");
    }

    @Test
    void noPythonIsOneLineBeforeAnythingIsBuilt() throws Exception {
        assertOneLine(sandbox.run("lab"), "no Python 3.10", "install");
        assertThat(sandbox.called("mvn")).isZero();
    }

    @Test
    void aPythonWithoutVenvIsOneLine() throws Exception {
        sandbox.fake("python3", "case \"$2\" in *venv*) exit 1 ;; esac\n");
        assertOneLine(sandbox.run("setup"), "no venv module", "python3-venv");
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws Exception {
        sandbox.with("WORKBENCH_HOME", "/proc/nothing");
        assertOneLine(sandbox.run("about"), "/proc/nothing", "WORKBENCH_HOME");
    }

    @Test
    void buildsOnceAndAgainOnlyWhereASourceIsNewer() throws Exception {
        Sandbox.Run first = sandbox.run("about");
        assertThat(first.code()).isZero();
        assertThat(first.out()).startsWith("Engram Workbench");
        assertThat(first.errorLines()).anyMatch(l -> l.contains("module 1 of 1: Everything"));
        assertThat(first.errorLines().getLast()).startsWith("built in ");
        sandbox.forgetCalls();
        assertThat(sandbox.run("about").errorLines()).isEmpty();
        assertThat(sandbox.called("mvn")).isZero();
        Files.setLastModifiedTime(sandbox.source(), FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(sandbox.run("about").code()).isZero();
        assertThat(sandbox.called("package")).isEqualTo(1);
    }

    @Test
    void doesNotBuildWhereItIsForbidden() throws Exception {
        sandbox.with("WORKBENCH_NO_BUILD", "1");
        assertOneLine(sandbox.run("about"), "WORKBENCH_NO_BUILD");
        assertThat(sandbox.called("package")).isZero();
    }

    @Test
    void aFailedBuildNamesItsErrorAndLogAndIsTriedAgain() throws Exception {
        sandbox.fake(
                "mvn",
                """
                case "$1" in --version) echo "Apache Maven 3.9.9"; exit 0 ;; esac
                echo "[ERROR] Source.java:[1,1] ';' expected"; exit 1
                """);
        Sandbox.Run failed = sandbox.run("about");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("';' expected", "the build failed", "build.log");
        assertThat(Files.readString(sandbox.home.resolve("logs/build.log"))).contains("expected");
        sandbox.forgetCalls();
        assertThat(sandbox.run("about").code()).isEqualTo(1);
        assertThat(sandbox.called("package")).isEqualTo(1);
    }

    @Test
    void aKilledBuildIsDoneAgain() throws Exception {
        Path hanging = sandbox.root.resolve("hanging");
        Path original = sandbox.root.resolve("mvn.original");
        Files.copy(sandbox.bin.resolve("mvn"), original);
        sandbox.fake(
                "mvn",
                """
                case "$1" in --version) echo "Apache Maven 3.9.9"; exit 0 ;; esac
                mkdir -p distribution/target/workbench/lib
                echo half >distribution/target/workbench/lib/half.jar
                touch '%s'; exec sleep 600
                """
                        .formatted(hanging));
        Process launcher = sandbox.start("about");
        Sandbox.await(hanging);
        Sandbox.killAll(launcher);
        Files.move(
                original,
                sandbox.bin.resolve("mvn"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Sandbox.Run again = sandbox.run("about");
        assertThat(again.code()).isZero();
        assertThat(again.out()).startsWith("Engram Workbench");
    }

    @Test
    void twoLaunchersBuildOnce() throws Exception {
        Process one = sandbox.start("about");
        Process two = sandbox.start("about");
        assertThat(sandbox.end(one).code()).isZero();
        assertThat(sandbox.end(two).code()).isZero();
        assertThat(sandbox.called("package")).isEqualTo(1);
    }

    @Test
    void worksThroughASymbolicLinkFromAnotherFolder() throws Exception {
        sandbox.fake("python3", "exit 0\n");
        Path elsewhere = Files.createDirectories(sandbox.root.resolve("else where"));
        Path link = elsewhere.resolve("wb");
        Files.createSymbolicLink(link, elsewhere.relativize(sandbox.project.resolve("workbench")));
        Sandbox.Run run = sandbox.end(sandbox.start(elsewhere, link, "run", "sub/none.ipynb"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("no such notebook: " + elsewhere.resolve("sub/none.ipynb"));
    }

    @Test
    void helpTyposAndExitCodes() throws Exception {
        Sandbox.Run help = sandbox.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage:", "engram", "setup", "jshell");
        Sandbox.Run none = sandbox.run();
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("Usage:");
        Sandbox.Run typo = sandbox.run("stup");
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.errorLines()).hasSize(2);
        assertThat(typo.err()).contains("did you mean 'setup'?");
        Sandbox.Run option = sandbox.run("about", "--jsn");
        assertThat(option.code()).isEqualTo(2);
        assertThat(sandbox.run("test", "--help").out()).contains("run every test");
        assertThat(sandbox.run("about", "--json").out()).startsWith("{\"workbench\":");
    }
}
