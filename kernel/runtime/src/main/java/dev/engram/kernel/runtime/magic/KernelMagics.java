package dev.engram.kernel.runtime.magic;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.kernel.extension.CellDisplays;
import dev.engram.kernel.extension.MagicVerbs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/**
 * All magics of the kernel: its own and those that extensions registered. A new session makes one
 * with {@link #install}. Thread-safe.
 */
public final class KernelMagics implements MagicCatalogue {

    private static final Map<String, String> HELP =
            Map.of(
                    "maven",
                    """
                    %maven GROUP:ARTIFACT[:PACKAGING[:CLASSIFIER]]:VERSION...
                    Adds artifacts and what they need to the class path, with your own Maven.
                    Example: %maven org.apache.commons:commons-text:1.12.0
                    """,
                    "addMavenDependency",
                    """
                    %addMavenDependency GROUP:ARTIFACT:VERSION...
                    Another name of %maven.
                    """,
                    "mavenRepo",
                    """
                    %mavenRepo ID ADDRESS
                    Lets the %maven of this session look into one more repository.
                    """,
                    "loadFromPOM",
                    """
                    %loadFromPOM FILE [SCOPE]
                    Adds the dependencies of a pom file to the class path; as a cell magic, those
                    of the body: <dependency> elements or a whole pom.
                    Example: %loadFromPOM pom.xml
                    """,
                    "classpath",
                    """
                    %classpath PATH...
                    Adds jars, class folders and globs to the class path.
                    Example: %classpath lib/*.jar
                    """,
                    "jars",
                    """
                    %jars PATH...
                    Adds jars to the class path; a folder stands for the jars in it.
                    Example: %jars lib
                    """,
                    "load",
                    """
                    %load FILE
                    Runs a file of Java snippets (.jsh, .jshell, .java) or the code cells of a
                    notebook in this session.
                    Example: %load helpers.jsh
                    """,
                    TIME,
                    """
                    %time JAVA
                    Runs Java and tells its processor and wall time, compilation left out; the value
                    is that of the Java. As a cell magic it times the body.
                    Example: var x = %time compute(5)
                    """);

    private final MagicsRegistry registry;

    private KernelMagics(MagicsRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers the kernel's own magics, and lets {@link MagicCalls} run the registry's.
     *
     * @param kernel its registry receives the magics
     * @param host runs what the magics need of the session
     */
    public static KernelMagics install(BaseKernel kernel, CellHost host, WorkbenchHome home) {
        MagicsRegistry registry = kernel.getMagicsRegistry();
        SessionMagics session = new SessionMagics(host);
        MavenMagics maven = new MavenMagics(host, new MavenClasspath(home, System.getenv()));
        registry.registerLineMagic("classpath", line(session::classpath))
                .registerLineMagic("jars", line(session::jars))
                .registerLineMagic("load", line(session::load))
                .registerLineMagic("mavenRepo", line(maven::repository))
                .registerLineMagic(TIME, (any, words) -> session.time(String.join(" ", words)))
                .registerCellMagic(TIME, (any, words, body) -> session.time(body))
                .registerLineMagic("maven", mavenMagic(maven))
                .registerLineMagic("addMavenDependency", mavenMagic(maven))
                .registerLineMagic(
                        "loadFromPOM",
                        line(
                                words -> {
                                    try (CellDisplays displays = new CellDisplays(kernel)) {
                                        maven.fromPom(words, displays.progress());
                                        displays.succeeded();
                                    }
                                }))
                .registerCellMagic(
                        "loadFromPOM",
                        (any, words, body) -> {
                            try (CellDisplays displays = new CellDisplays(kernel)) {
                                maven.fromPomText(words, body, displays.progress());
                                displays.succeeded();
                            }
                            return null;
                        });
        MagicCalls.install(
                (name, words, body) ->
                        helps(kernel, name, words)
                                ? null
                                : body == null
                                        ? registry.evalLineMagic(kernel, name, words)
                                        : registry.evalCellMagic(kernel, name, words, body),
                host::print);
        return new KernelMagics(registry);
    }

    private static LineMagic<Object, BaseKernel> mavenMagic(MavenMagics maven) {
        return (kernel, words) -> {
            try (CellDisplays displays = new CellDisplays(kernel)) {
                maven.maven(words, displays.progress());
                displays.succeeded();
            } catch (InterruptedException e) {
                throw WorkbenchException.interrupted("interrupted: nothing was added");
            }
            return null;
        };
    }

    /** Help for a magic of the kernel itself, or {@code null} for any other. */
    static @Nullable String help(String name) {
        return HELP.get(name);
    }

    @FunctionalInterface
    private interface Action {
        void run(List<String> words) throws Exception;
    }

    private static LineMagic<@Nullable Object, BaseKernel> line(Action action) {
        return (kernel, words) -> {
            action.run(words);
            return null;
        };
    }

    /** Shows the help of a magic of ours that is asked for it. */
    private static boolean helps(BaseKernel kernel, String name, List<String> words) {
        @Nullable String help = HELP.get(name);
        boolean asked = help != null && words.equals(List.of("--help"));
        if (asked && help != null) {
            kernel.display(new DisplayData(help));
        }
        return asked;
    }

    @Override
    public Set<String> lineMagics() {
        return registry.getLineMagicNames();
    }

    @Override
    public Set<String> cellMagics() {
        return registry.getCellMagicNames();
    }

    @Override
    public String resultType(String name, List<String> arguments, boolean cell) {
        return MagicVerbs.resultType(
                name, cell ? MagicVerbs.cellArguments(name, arguments) : arguments);
    }
}
