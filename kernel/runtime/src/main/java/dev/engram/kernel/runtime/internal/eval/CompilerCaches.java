package dev.engram.kernel.runtime.internal.eval;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * Empties what the compiler behind a JShell keeps for good though it belongs to one compilation.
 * JShell uses one compiler context again and again; its cache of attributed arguments is never
 * cleared and holds the tree and import scopes of every snippet so far. There is no public way to
 * it: where the JVM does not let us in, nothing is emptied. Used by the evaluating thread alone.
 */
final class CompilerCaches {

    private static final String ARGUMENTS = "com.sun.tools.javac.comp.ArgumentAttr";

    private final JShell shell;
    private @Nullable Fields fields;
    private boolean refused;

    CompilerCaches(JShell shell) {
        this.shell = shell;
    }

    /** The way from a JShell to the cache. */
    private record Fields(
            Field factory, Field pool, Field contexts, Field parts, Field arguments) {}

    /**
     * Empties the caches of all compiler contexts that are not at work.
     *
     * @return whether that was possible
     */
    boolean clear() {
        if (refused) {
            return false;
        }
        try {
            Fields way = fields;
            if (way == null) {
                way = open();
                fields = way;
            }
            Object pool = way.pool.get(way.factory.get(shell));
            for (Object waiting : ((Map<?, ?>) way.contexts.get(pool)).values()) {
                for (Object context : (Collection<?>) waiting) {
                    clear(way, context);
                }
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            refused = true; // another JDK: cells work as well, only the heap grows
            return false;
        }
    }

    private static void clear(Fields way, Object context) throws ReflectiveOperationException {
        for (Object part : ((Map<?, ?>) way.parts.get(context)).values()) {
            if (part != null && part.getClass().getName().equals(ARGUMENTS)) {
                ((Map<?, ?>) way.arguments.get(part)).clear();
            }
        }
    }

    /** Opens the packages as {@code --add-opens} would, which rules out a quick start. */
    private static Fields open() throws ReflectiveOperationException {
        Method opens =
                Class.forName("jdk.internal.module.Modules")
                        .getMethod("addOpens", Module.class, String.class, Module.class);
        Field factory = field(opens, JShell.class, "taskFactory");
        Field pool = field(opens, factory.getType(), "javacTaskPool");
        Field contexts = field(opens, pool.getType(), "options2Contexts");
        ClassLoader loader = pool.getType().getClassLoader();
        Class<?> context = Class.forName("com.sun.tools.javac.util.Context", false, loader);
        return new Fields(
                factory,
                pool,
                contexts,
                field(opens, context, "ht"),
                field(
                        opens,
                        Class.forName(ARGUMENTS, false, loader),
                        "argumentTypeCache"));
    }

    private static Field field(Method opens, Class<?> type, String name)
            throws ReflectiveOperationException {
        Object ignored =
                opens.invoke(
                        null,
                        type.getModule(),
                        type.getPackageName(),
                        CompilerCaches.class.getModule());
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
