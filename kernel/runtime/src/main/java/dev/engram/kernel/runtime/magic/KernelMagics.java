package dev.engram.kernel.runtime.magic;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.kernel.extension.CellDisplays;
import dev.engram.kernel.extension.MagicVerbs;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/**
 * All magics of the kernel: its own and those that extensions registered. A new session makes one
 * with {@link #install}. Thread-safe.
 */
public final class KernelMagics implements MagicCatalogue {

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
                        body == null
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

    @Override
    public Set<String> lineMagics() {
        return registry.getLineMagicNames();
    }

    @Override
    public Set<String> cellMagics() {
        return registry.getCellMagicNames();
    }

    @Override
    public String resultType(String name, List<String> arguments) {
        return MagicVerbs.resultType(name, arguments);
    }
}
