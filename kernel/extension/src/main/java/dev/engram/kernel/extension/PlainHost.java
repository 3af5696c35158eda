package dev.engram.kernel.extension;

import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;

/** What a kernel that is no {@link MagicHost} leaves to the extension. */
public final class PlainHost {

    private static final AtomicLong IDS = new AtomicLong();
    private static final Map<Long, Object> HANDED_OVER = new ConcurrentHashMap<>();

    private final BaseKernel kernel;

    PlainHost(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** The arguments; a plain kernel leaves the {@code ;} of the statement in the last one. */
    List<String> withoutSemicolon(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        if (!(kernel instanceof MagicHost) && !words.isEmpty() && words.getLast().endsWith(";")) {
            String last = words.removeLast();
            if (last.length() > 1) {
                words.add(last.substring(0, last.length() - 1));
            }
        }
        return words;
    }

    /**
     * Takes {@code --out NAME} out of the words; {@code null} where it is not there.
     *
     * @throws WorkbenchException of category USAGE where what follows is no name of a variable
     */
    public static @Nullable String takeVariable(List<String> words) {
        int option = words.indexOf("--out");
        if (option < 0) {
            return null;
        }
        String name = option + 1 == words.size() ? "" : words.get(option + 1);
        if (!SourceVersion.isName(name) || name.contains(".")) {
            throw WorkbenchException.usage(
                    "--out needs the name of a variable", "for example: --out result");
        }
        words.subList(option, option + 2).clear();
        return name;
    }

    /** Fills in the values of variables, asking the kernel for each. */
    String fill(String template) {
        return Interpolation.fill(template, name -> String.valueOf(evaluate(name)));
    }

    /** Binds a value to a new variable of the session, with the type of the value. */
    void assign(String variable, Object value) {
        long id = IDS.incrementAndGet();
        HANDED_OVER.put(id, value);
        String type = MagicVerbs.source(value.getClass());
        evaluate(
                "var %s = (%s) %s.take(%dL);"
                        .formatted(variable, type, PlainHost.class.getName(), id));
    }

    /** Called from the session to get what {@link #assign} handed over. */
    public static Object take(long id) {
        Object value = HANDED_OVER.remove(id);
        if (value == null) {
            throw new IllegalArgumentException("nothing was handed over as " + id);
        }
        return value;
    }

    private @Nullable Object evaluate(String source) {
        try {
            return kernel.evalRaw(source);
        } catch (RuntimeException e) {
            throw WorkbenchException.usage(
                    "cannot evaluate '" + source + "'", "is the variable defined?");
        }
    }
}
