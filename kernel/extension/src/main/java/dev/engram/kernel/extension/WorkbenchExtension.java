package dev.engram.kernel.extension;

import dev.engram.Workbench;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Brings the verbs of the workbench into a Jupyter kernel as magics, and their results as tables
 * and pictures. Found by the kernel through {@link java.util.ServiceLoader}. Installing is silent,
 * asks no network, loads no model, and a second time does nothing.
 */
public final class WorkbenchExtension implements Extension {

    private static final Set<BaseKernel> INSTALLED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @Override
    public void install(BaseKernel kernel) {
        if (!INSTALLED.add(kernel)) {
            return;
        }
        Workbench.services().keepVariables(); // asked when a model is first used
        Workbench.services().showCalls(() -> new CallDisplay(kernel));
        for (Map.Entry<String, VerbMagic> magic : MagicVerbs.magics().entrySet()) {
            kernel.getMagicsRegistry()
                    .registerLineMagic(magic.getKey(), magic.getValue())
                    .registerCellMagic(magic.getKey(), magic.getValue());
        }
        if (!(kernel instanceof MagicHost)) {
            // In "var x = %about;" a plain kernel takes the semicolon for a part of the name.
            MagicVerbs.magics()
                    .forEach(
                            (name, magic) ->
                                    kernel.getMagicsRegistry()
                                            .registerLineMagic(name + ";", magic));
        }
        ViewRenderers.register(kernel.getRenderer());
    }
}
