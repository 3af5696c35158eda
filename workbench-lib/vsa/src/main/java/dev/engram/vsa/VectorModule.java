package dev.engram.vsa;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;

/**
 * The module {@value #NAME} of this JVM. A JVM started with {@code --add-modules} has it from the
 * start. One started with {@value #FLAG} instead can take it in later, which lets a kernel start
 * from an archive that holds its modules, linked classes and lambdas; {@code --add-modules} rules
 * that out. Thread-safe.
 */
public final class VectorModule {

    /** The module's name. */
    public static final String NAME = "jdk.incubator.vector";

    /** The JVM flag that lets the module be taken in later. */
    public static final String FLAG = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

    private VectorModule() {}

    /**
     * Makes the module available; cheap once it is.
     *
     * @return whether classes that use it can be loaded from now on
     */
    public static boolean load() {
        return Holder.MISSING.isEmpty();
    }

    /** Why the module is not available; empty if it is. */
    public static String whyMissing() {
        return Holder.MISSING;
    }

    private static final class Holder {
        static final String MISSING = take();
    }

    private static String take() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return "";
        }
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            Module base = Object.class.getModule();
            if (!base.isExported(modules.getPackageName(), VectorModule.class.getModule())) {
                return "the JVM runs without --add-modules=" + NAME;
            }
            Module vector =
                    (Module) modules.getMethod("loadModule", String.class).invoke(null, NAME);
            Method export =
                    modules.getMethod("addExports", Module.class, String.class, Module.class);
            // What java.base exports to it by name was left out when the JVM started without it.
            for (ModuleDescriptor.Exports exports : base.getDescriptor().exports()) {
                if (exports.targets().contains(NAME)) {
                    Object ignored = export.invoke(null, base, exports.source(), vector);
                }
            }
            return "";
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return "the JVM could not take in " + NAME + ": " + e;
        }
    }
}
