package dev.engram.kernel.runtime.internal.session;

import dev.engram.kernel.runtime.internal.cell.Execution;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Behind the static methods that cells call. Thread-safe. */
public final class Displays {

    private record Target(KernelFacade kernel, CellDisplay display) {}

    private static volatile @Nullable Target target;

    private Displays() {}

    static void install(KernelFacade kernel, CellDisplay display) {
        target = new Target(kernel, display);
    }

    private static Target target() {
        Target known = target;
        if (known == null) {
            throw new IllegalStateException("no kernel is running");
        }
        return known;
    }

    public static DisplayData render(Object value, String... types) {
        if (value instanceof DisplayData data) {
            return data;
        }
        return types.length == 0
                ? target().kernel.getRenderer().render(value)
                : target().kernel.getRenderer().renderAs(value, types);
    }

    /** Shows a value; returns the id under which it can be replaced. */
    public static String show(Object value, String... types) {
        DisplayData data = render(value, types);
        String id = data.hasDisplayId() ? data.getDisplayId() : UUID.randomUUID().toString();
        data.setDisplayId(id);
        target().display.show(data);
        return id;
    }

    public static void update(String id, Object value, String... types) {
        DisplayData data = render(value, types);
        data.setDisplayId(id);
        target().display.update(data);
    }

    public static void clear(boolean beforeNextOutput) {
        target().display.clear(beforeNextOutput);
    }

    public static String ask(String prompt, boolean secret) {
        return target().display.ask(prompt, secret);
    }

    /** Opens the client's pager when the cell has ended. */
    public static void page(Object value) {
        Execution execution = Execution.current();
        if (execution != null) {
            execution.page(Map.of("text/plain", String.valueOf(value)));
        }
    }
}
