package dev.engram.kernel.runtime.magic;

import dev.engram.base.WorkbenchException;
import dev.engram.kernel.extension.Interpolation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the Java source of a transformed cell calls. A line magic may run many times (in a loop, in
 * a method), so its call stays known; a cell magic runs once and is forgotten. Thread-safe.
 */
public final class MagicCalls {

    private static final Map<Integer, MagicCall> CALLS = new ConcurrentHashMap<>();

    private static volatile MagicRunner runner =
            (name, arguments, body) -> {
                throw new IllegalStateException("no kernel runs magics here");
            };
    private static volatile Consumer<String> lines = line -> {};

    private MagicCalls() {}

    /**
     * Sets what runs the magics of this process.
     *
     * @param newLines shows a line under the running cell
     */
    public static void install(MagicRunner newRunner, Consumer<String> newLines) {
        runner = newRunner;
        lines = newLines;
    }

    /** Makes the magics of a cell callable; to be done before its source is evaluated. */
    public static void register(TransformedCell cell) {
        cell.calls().forEach(call -> CALLS.put(call.id(), call));
    }

    /** Forgets the magics of a cell whose source failed to compile. */
    public static void forget(TransformedCell cell) {
        cell.calls().forEach(call -> CALLS.remove(call.id()));
    }

    /** How many calls are kept. */
    static int size() {
        return CALLS.size();
    }

    /**
     * Runs a line magic.
     *
     * @param id of a registered call
     * @param values the values of its {@code {name}}s, in order
     */
    public static <T> T line(int id, @Nullable Object... values) {
        return run(known(id, CALLS.get(id)), values);
    }

    /** Runs a cell magic; see {@link #line}. */
    public static <T> T cell(int id, @Nullable Object... values) {
        return run(known(id, CALLS.remove(id)), values);
    }

    /** The value of {@code %time EXPRESSION}; its times are shown under the cell. */
    public static <T> T time(Callable<T> expression) {
        Stopwatch stopwatch = Stopwatch.start();
        try {
            return expression.call();
        } catch (Exception e) {
            throw MagicCalls.<RuntimeException>unchecked(e);
        } finally {
            lines.accept(stopwatch.report());
        }
    }

    /** Runs {@code %time STATEMENT} inside a block; its times are shown under the cell. */
    public static void timeRun(ThrowingRunnable statement) {
        MagicCalls.<Object>time(
                () -> {
                    statement.run();
                    return NOTHING;
                });
    }

    /** A statement that may throw. */
    @FunctionalInterface
    public interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static final Object NOTHING = new Object();

    private static MagicCall known(int id, @Nullable MagicCall call) {
        if (call == null) {
            throw new IllegalStateException("magic call " + id + " is not known; run its cell");
        }
        return call;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the transformer wrote the type argument
    private static <T> T run(MagicCall call, @Nullable Object[] values) {
        try {
            List<String> arguments = call.arguments();
            String body = call.body();
            if (call.interpolated()) {
                Deque<String> texts = new ArrayDeque<>();
                Arrays.stream(values).map(String::valueOf).forEach(texts::add);
                arguments =
                        arguments.stream()
                                .map(a -> Interpolation.fill(a, name -> texts.removeFirst()))
                                .toList();
                body = body == null ? null : Interpolation.fill(body, name -> texts.removeFirst());
            }
            return (T) runner.run(call.name(), arguments, body);
        } catch (WorkbenchException e) {
            if (!call.arguments().contains("--trace")) {
                e.setStackTrace(new StackTraceElement[0]); // its message says it all
            }
            throw e;
        } catch (Exception e) {
            throw MagicCalls.<RuntimeException>unchecked(e);
        }
    }

    /** Lets a checked exception of a magic pass as it is. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException unchecked(Exception e) throws E {
        throw (E) e;
    }
}
