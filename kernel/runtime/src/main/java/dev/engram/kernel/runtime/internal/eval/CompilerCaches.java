package dev.engram.kernel.runtime.internal.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/**
 * Empties what JShell and the compiler behind it keep for good though it belongs to one cell.
 * JShell uses one compiler context again and again; its cache of attributed arguments is never
 * cleared and holds the tree and import scopes of every snippet so far. Dropped snippets stay with
 * their classes' bytes, though nothing can name them again. There is no public way to either: where
 * the JVM does not let us in, nothing is emptied. Used by the evaluating thread alone.
 */
final class CompilerCaches {

    private static final String ARGUMENTS = "com.sun.tools.javac.comp.ArgumentAttr";

    private record Gone(VarSnippet snippet, String className, boolean once) {}

    private final JShell shell;
    private final Inside inside = new Inside();
    private final List<Gone> gone = new ArrayList<>();
    private boolean refused;

    CompilerCaches(JShell shell) {
        this.shell = shell;
    }

    /**
     * The next {@link #clear} forgets a dropped variable that nothing refers to.
     *
     * @param className the class that held it
     * @param once whether none of its code can run again, so that no stack trace names it any more
     */
    void forget(VarSnippet snippet, String className, boolean once) {
        if (!refused) {
            gone.add(new Gone(snippet, className, once));
        }
    }

    /**
     * Empties the caches of all compiler contexts that are not at work and forgets what is dropped.
     *
     * @return whether that was possible
     */
    boolean clear() {
        if (refused) {
            return false;
        }
        try {
            clearArguments();
            forgetDropped();
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            refused = true; // another JDK: cells work as well, only the heap grows
            return false;
        } finally {
            gone.clear();
        }
    }

    private void clearArguments() throws ReflectiveOperationException {
        Object tasks = inside.get(shell, "taskFactory", Object.class);
        Object pool = inside.get(tasks, "javacTaskPool", Object.class);
        for (Object waiting : inside.get(pool, "options2Contexts", Map.class).values()) {
            for (Object context : (Collection<?>) waiting) {
                for (Object part : inside.get(context, "ht", Map.class).values()) {
                    if (part != null && part.getClass().getName().equals(ARGUMENTS)) {
                        inside.get(part, "argumentTypeCache", Map.class).clear();
                    }
                }
            }
        }
    }

    private void forgetDropped() throws ReflectiveOperationException {
        Set<Snippet> snippets = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.forEach(one -> snippets.add(one.snippet));
        Object maps = inside.get(shell, "maps", Object.class);
        inside.get(maps, "snippets", Set.class).removeAll(snippets);
        List<?> byIndex = inside.get(maps, "keyIndexToSnippet", List.class);
        for (int i = 0; i < byIndex.size(); i++) {
            if (snippets.contains(byIndex.get(i))) {
                byIndex.set(i, null); // JShell itself leaves such gaps
            }
        }
        Map<?, ?> names =
                inside.get(inside.get(shell, "keyMap", Object.class), "varMap", Map.class);
        Object tasks = inside.get(shell, "taskFactory", Object.class);
        Object files = inside.get(tasks, "fileManager", Object.class);
        Object tracker = inside.get(shell, "classTracker", Object.class);
        Set<?> written = inside.get(files, "classObjects", Map.class).keySet();
        Set<?> loaded = inside.get(tracker, "map", Map.class).keySet();
        Object wraps = inside.get(shell, "outerMap", Object.class);
        Map<?, ?> sources = inside.get(wraps, "classOuters", Map.class);
        for (Gone one : gone) {
            if (one.once) { // its source, with a line for each declaration so far, twice
                sources.remove(one.className.substring(one.className.lastIndexOf('.') + 1));
            }
            names.remove(one.snippet.name());
            written.removeIf(name -> isOf(one.className, name));
            loaded.removeIf(name -> isOf(one.className, name));
        }
    }

    private static boolean isOf(String className, Object name) {
        return name.equals(className) || name.toString().startsWith(className + "$");
    }
}
