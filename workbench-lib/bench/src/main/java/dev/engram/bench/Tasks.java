package dev.engram.bench;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The registry of task types: ours, and those of others on the class path. Frozen at first use. */
public final class Tasks {

    private Tasks() {}

    private static final class Holder {
        static final TreeMap<String, Task> KNOWN = known();
    }

    /** All task types, by name. */
    public static Collection<Task> all() {
        return List.copyOf(Holder.KNOWN.values());
    }

    /**
     * The task of that name.
     *
     * @throws WorkbenchException with the near match where there is none
     */
    public static Task named(String name) {
        Task task = Holder.KNOWN.get(name);
        if (task == null) {
            throw WorkbenchException.usage(
                    "unknown task '" + name + "'", NearMatch.remedy(name, Holder.KNOWN.keySet()));
        }
        return task;
    }

    private static TreeMap<String, Task> known() {
        TreeMap<String, Task> known = new TreeMap<>();
        for (Task task : ServiceLoader.load(Task.class, Tasks.class.getClassLoader())) {
            known.putIfAbsent(task.name(), task);
        }
        return known;
    }
}
