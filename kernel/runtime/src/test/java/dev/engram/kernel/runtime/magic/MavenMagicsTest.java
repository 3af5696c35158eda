package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenMagicsTest {

    private static final String KNOWN = "org.jspecify:jspecify:1.0.0";

    @TempDir Path folder;
    private FakeHost host;
    private Path jar;

    @BeforeEach
    void files() throws Exception {
        host = new FakeHost(folder);
        jar = Files.createFile(folder.resolve("some.jar"));
    }

    /** Magics whose Maven is a script; each run leaves its pom and a line in {@code runs}. */
    private MavenMagics with(String script) throws Exception {
        assumeTrue(!Executables.WINDOWS, "the stand-in for Maven is a shell script");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path mvn = bin.resolve("mvn");
        Files.writeString(
                mvn,
                """
                #!/bin/sh
                for a in "$@"; do
                  case "$a" in -Dmdep.outputFile=*) out=${a#-Dmdep.outputFile=};; esac
                done
                echo "$*" >> "%1$s/runs"
                cat "$(dirname "$out")/pom.xml" > "%1$s/pom"
                %2$s
                """
                        .formatted(folder, script));
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        return new MavenMagics(
                host,
                new MavenClasspath(
                        new WorkbenchHome(folder.resolve("home")), Map.of("PATH", bin.toString())));
    }

    private void maven(MavenMagics magics, String... coordinates) throws Exception {
        magics.maven(List.of(coordinates), Progress.none());
    }

    private long runs() throws Exception {
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }

    @Test
    void theSecondTimeNeedsNoMaven() throws Exception {
        MavenMagics magics = with("printf '%s' '" + jar + "' > \"$out\"");
        maven(magics, "a:b:1");
        maven(magics, "a:b:1");
        assertThat(host.classpath).containsExactly(jar, jar);
        assertThat(runs()).isEqualTo(1);
        maven(magics, "a:b:2");
        assertThat(runs()).isEqualTo(2);
        try (Stream<Path> left = Files.list(folder.resolve("home").resolve("maven"))) {
            assertThat(left).hasSize(2).allMatch(path -> path.toString().endsWith(".classpath"));
        }
    }

    @Test
    void aJarThatIsGoneIsResolvedAgainAndASnapshotEveryTime() throws Exception {
        MavenMagics magics = with("touch '" + jar + "'; printf '%s' '" + jar + "' > \"$out\"");
        maven(magics, "a:b:1");
        Files.delete(jar);
        maven(magics, "a:b:1");
        assertThat(runs()).isEqualTo(2);
        maven(magics, "a:b:1-SNAPSHOT");
        maven(magics, "a:b:1-SNAPSHOT");
        assertThat(runs()).isEqualTo(4);
    }

    @Test
    void coordinatesScopeAndRepositoriesReachMaven() throws Exception {
        MavenMagics magics =
                with("printf '%s' '" + jar + File.pathSeparator + jar + "' > \"$out\"");
        magics.repository(List.of("ours", "file:/tmp/x?a&b"));
        maven(magics, "a:b:1", "c:d:test-jar:tests:2");
        assertThat(Files.readString(folder.resolve("pom")))
                .contains(
                        "<groupId>a</groupId><artifactId>b</artifactId><version>1</version>",
                        "<version>2</version><type>test-jar</type><classifier>tests</classifier>",
                        "<id>ours</id><url>file:/tmp/x?a&amp;b</url>");
        assertThat(Files.readString(folder.resolve("runs"))).contains("-DincludeScope=runtime");
        assertThat(host.classpath).hasSize(2);
        magics.fromPomText(
                List.of("test"),
                "<dependencies><dependency>x</dependency></dependencies>",
                Progress.none());
        assertThat(Files.readString(folder.resolve("pom")))
                .contains("<dependencies><dependency>x</dependency></dependencies>");
        assertThat(Files.readString(folder.resolve("runs"))).contains("-DincludeScope=test");
    }

    @Test
    void anUnknownArtifactIsOneLineThatNamesIt() throws Exception {
        MavenMagics magics =
                with(
                        """
                        echo '[ERROR] Failed to execute goal on project cell: Could not resolve dependencies for project cell:cell:pom:1: Could not find artifact a:b:jar:1 in central (https://somewhere/maven2) -> [Help 1]'
                        echo '[ERROR] Re-run Maven using the -X switch'
                        exit 1
                        """);
        assertThatThrownBy(() -> maven(magics, "a:b:1"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.getMessage())
                                    .isEqualTo("Maven finds no artifact a:b:jar:1");
                            assertThat(e.userMessage().lines()).hasSize(2);
                        });
        assertThat(host.classpath).isEmpty();
    }

    @Test
    void anyOtherFailureIsMavensFirstErrorWithoutAddresses() throws Exception {
        MavenMagics magics =
                with(
                        """
                        echo '[INFO] Scanning'
                        echo '[ERROR] Could not transfer x from/to central (https://somewhere/maven2): unknown host'
                        echo '[ERROR] [Help 1] http://help'
                        exit 1
                        """);
        assertThatThrownBy(() -> maven(magics, "a:b:1"))
                .hasMessage(
                        "Maven could not resolve a:b:1: Could not transfer x from/to central:"
                                + " unknown host");
    }

    @Test
    void mistakesAreToldBeforeMavenRuns() throws Exception {
        MavenMagics magics = with("exit 1");
        assertThatThrownBy(() -> maven(magics, "commons-lang3"))
                .hasMessage("'commons-lang3' is not group:artifact:version");
        assertThatThrownBy(() -> maven(magics)).hasMessage("%maven needs coordinates");
        assertThatThrownBy(() -> magics.repository(List.of("x")))
                .hasMessageContaining("%mavenRepo");
        assertThatThrownBy(() -> magics.fromPom(List.of("none.xml"), Progress.none()))
                .hasMessage("no such file: " + folder.resolve("none.xml"));
        assertThat(runs()).isZero();
        MavenMagics without =
                new MavenMagics(
                        host, new MavenClasspath(new WorkbenchHome(folder), Map.of("PATH", "")));
        assertThatThrownBy(() -> maven(without, KNOWN)).hasMessageContaining("not on the PATH");
    }

    /** The build itself needs this artifact, so it is in the local repository. */
    @Test
    void theUsersMavenResolvesARealArtifact() throws Exception {
        assumeTrue(Executables.onPath("mvn", System.getenv()).isPresent(), "no mvn on the PATH");
        MavenMagics magics =
                new MavenMagics(
                        host,
                        new MavenClasspath(
                                new WorkbenchHome(folder.resolve("home")), System.getenv()));
        maven(magics, KNOWN);
        assertThat(host.classpath)
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.getFileName().toString())
                                    .isEqualTo("jspecify-1.0.0.jar");
                            assertThat(found).isRegularFile();
                        });
    }
}
