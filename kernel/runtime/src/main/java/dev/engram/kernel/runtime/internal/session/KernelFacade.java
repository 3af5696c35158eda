package dev.engram.kernel.runtime.internal.session;

import dev.engram.kernel.extension.MagicHost;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/** What extensions see of this kernel: the type they are written for. */
@SuppressWarnings("NullAway") // the inherited type takes nulls where it has no annotations
public final class KernelFacade extends BaseKernel implements MagicHost {

    private final CellDisplay display;
    private final CellEnvironment environment;
    private final ClassLoader loader;
    private final Function<String, @Nullable Object> evaluator;

    /**
     * @param display where displayed values go
     * @param comms the open comms
     * @param loader the loader of cells, which finds extensions
     * @param evaluator evaluates source in the session
     */
    KernelFacade(
            CellDisplay display,
            KernelComms comms,
            ClassLoader loader,
            Function<String, @Nullable Object> evaluator) {
        super(
                KernelInfo.IMPLEMENTATION,
                KernelInfo.version(),
                new LanguageInfo(
                        "java",
                        Runtime.version().toString(),
                        "text/x-java-source",
                        KernelInfo.FILE_EXTENSION,
                        "java",
                        "java",
                        "script"),
                List.of(),
                null,
                new CellIo(new CellEnvironment(display)),
                comms,
                new Renderer(),
                new MagicParser("(?<!.)%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                true,
                new StringStyler("", "", "", line -> ""));
        this.display = display;
        this.environment = new CellEnvironment(display);
        this.loader = loader;
        this.evaluator = evaluator;
    }

    /** Becomes the kernel of this process and installs what the class path offers. */
    void start() {
        installNotebookKernel();
        for (Extension extension : ServiceLoader.load(Extension.class, loader)) {
            installExtension(extension);
        }
    }

    @Override
    public void display(DisplayData data) {
        display.show(data);
    }

    @Override
    public void updateDisplay(String displayId, DisplayData data) {
        data.putTransientData(DisplayData.DISPLAY_ID_KEY, displayId);
        display.update(data);
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        return evaluator.apply(source);
    }

    @Override
    protected ClassLoader getClassLoader() {
        return loader;
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return DisplayData.EMPTY;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        return new ReplacementOptions(List.of(), at, at);
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_MAYBE;
    }

    /** What comms answer through. */
    CellEnvironment environment() {
        return environment;
    }
}
