package dev.engram.kernel.runtime.magic;

import static dev.engram.kernel.runtime.magic.MagicPlaces.cannotContinueJava;
import static dev.engram.kernel.runtime.magic.MagicPlaces.logicalLineEnd;
import static dev.engram.kernel.runtime.magic.MagicPlaces.nameEnd;
import static dev.engram.kernel.runtime.magic.MagicPlaces.sourceEnd;
import static dev.engram.kernel.runtime.magic.MagicPlaces.startsStatement;
import static dev.engram.kernel.runtime.magic.MagicPlaces.startsValue;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.commands.NearMatch;
import dev.engram.kernel.extension.Interpolation;
import dev.engram.kernel.extension.PlainHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a cell with magics into Java.
 *
 * <p>A cell magic ({@code %%name}) counts where the first thing in the cell that is neither blank
 * nor a comment. A line magic ({@code %name}) counts where Java cannot have a {@code %}: where a
 * statement begins, after {@code =}, {@code return} and {@code ->}. Everything else, such as
 * arithmetic, literals and comments, stays as it is. Stateless and thread-safe.
 */
public final class MagicTransformer {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final String CALLS = MagicCalls.class.getName();

    private static final Pattern CONTINUATION = Pattern.compile("(?<=\\s)\\\\[ \\t]*\\r?\\n");

    private MagicTransformer() {}

    /**
     * Transforms one cell.
     *
     * @throws WorkbenchException of category USAGE for a magic that does not exist where Java
     *     cannot stand either
     */
    public static TransformedCell transform(String cell, MagicCatalogue names) {
        return new Work(cell, names).transform();
    }

    /** Whether the cell has a {@code %} that {@link #transform} may have to look at. */
    public static boolean mayHaveMagic(String cell) {
        return cell.indexOf('%') >= 0;
    }

    /** The state of one transformation. */
    private static final class Work {

        private final String cell;
        private final MagicCatalogue names;
        private final List<MagicCall> calls = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();
        private int copied;

        Work(String cell, MagicCatalogue names) {
            this.cell = cell;
            this.names = names;
        }

        TransformedCell transform() {
            if (!mayHaveMagic(cell)) {
                return new TransformedCell(cell, List.of());
            }
            JavaScan scan = new JavaScan(cell, 0);
            while (scan.toCode()) {
                int at = scan.position();
                if (cell.startsWith("%%", at)
                        && startsStatement(scan)
                        && nameEnd(cell, at + 2) > at + 2) {
                    if (!scan.previous().isEmpty()) {
                        throw WorkbenchException.usage(
                                "a cell magic must come first in its cell: "
                                        + cell.substring(at, nameEnd(cell, at + 2)),
                                "put it into a cell of its own");
                    }
                    cellMagic(at);
                    return new TransformedCell(out.toString(), calls);
                }
                if (cell.charAt(at) == '%' && isMagic(scan)) {
                    lineMagic(scan);
                } else {
                    scan.step();
                }
            }
            out.append(cell, copied, cell.length());
            return new TransformedCell(out.toString(), calls);
        }

        private boolean isMagic(JavaScan scan) {
            int at = scan.position();
            int end = nameEnd(cell, at + 1);
            if (end == at + 1 || scan.insideParentheses()) {
                return false;
            }
            String name = cell.substring(at + 1, end);
            String previous = scan.previous();
            boolean known = names.lineMagics().contains(name);
            boolean javaHasNoPlaceForIt =
                    previous.equals("}")
                            ? !scan.lineHasCode() && cannotContinueJava(cell, end)
                            : startsStatement(scan) || startsValue(scan);
            if (known) {
                return javaHasNoPlaceForIt
                        || previous.equals("}") && !scan.lineHasCode()
                        || !scan.lineHasCode() && cannotContinueJava(cell, end);
            }
            if (javaHasNoPlaceForIt) {
                throw unknown("%", name, names.lineMagics(), names.cellMagics());
            }
            return false;
        }

        private void lineMagic(JavaScan scan) {
            int at = scan.position();
            int nameEnd = nameEnd(cell, at + 1);
            String name = cell.substring(at + 1, nameEnd);
            boolean value = startsValue(scan);
            boolean operandBefore = !value && !startsStatement(scan) && !scan.lineHasCode();
            boolean source = name.equals(MagicCatalogue.TIME);
            int end = source ? sourceEnd(cell, nameEnd) : logicalLineEnd(cell, nameEnd);
            Parsed parsed = source ? source(name, nameEnd, end) : parse(name, nameEnd, end);
            boolean closed = parsed.end < end && cell.charAt(parsed.end) == ';';
            int resume = closed ? parsed.end + 1 : end;

            out.append(cell, copied, at);
            if (operandBefore) {
                out.append(';');
            }
            boolean atTop = scan.depth() == 0 && !value && !scan.previous().equals("->");
            boolean assigned = value;
            int begin = out.length();
            if (source && !atTop) {
                emitTime(parsed.arguments.getFirst(), value);
            } else {
                assigned |= emit("line", parsed, null, atTop);
            }
            if (closed || assigned || scan.depth() > 0 || !cell.substring(resume).isBlank()) {
                out.append(';');
            }
            long missing = lineBreaks(cell, at, resume) - lineBreaks(out, begin, out.length());
            out.repeat('\n', (int) missing);
            copied = resume;
            scan.skipMagic(resume);
        }

        private static long lineBreaks(CharSequence text, int from, int to) {
            return text.subSequence(from, to).chars().filter(c -> c == '\n').count();
        }

        private Parsed source(String name, int nameEnd, int end) {
            String text = cell.substring(nameEnd, end).strip();
            boolean closed = text.endsWith(";");
            String source = closed ? text.substring(0, text.length() - 1) : text;
            return new Parsed(name, List.of(source), closed ? end - 1 : end);
        }

        /** Times an expression in place, so that its value keeps its type and sees its locals. */
        private void emitTime(String source, boolean value) {
            out.append(CALLS).append(value ? ".time(() -> " : ".timeRun(() -> { ");
            out.append(source).append(value ? ")" : "; })");
        }

        private void cellMagic(int at) {
            int nameEnd = nameEnd(cell, at + 2);
            String name = cell.substring(at + 2, nameEnd);
            if (!names.cellMagics().contains(name)) {
                throw unknown("%%", name, names.cellMagics(), names.lineMagics());
            }
            int end = logicalLineEnd(cell, nameEnd);
            Parsed parsed = parse(name, nameEnd, end);
            String body = end < cell.length() ? cell.substring(end + 1) : "";
            out.append(cell, 0, at);
            if (emit("cell", parsed, body, true)) {
                out.append(';');
            }
        }

        private record Parsed(String name, List<String> arguments, int end) {}

        private Parsed parse(String name, int nameEnd, int end) {
            if (nameEnd < end && cell.charAt(nameEnd) == '?') {
                return new Parsed(name, List.of("--help"), nameEnd + 1);
            }
            // A continued line is one line; offsets stay, so each break becomes blanks.
            String line =
                    CONTINUATION
                            .matcher(cell.substring(0, end))
                            .replaceAll(broken -> " ".repeat(broken.group().length()));
            MagicArguments arguments = MagicArguments.parse(line, nameEnd, end);
            return new Parsed(name, arguments.values(), arguments.end());
        }

        /** Writes the call; true where it assigns to the variable of {@code --out}. */
        private boolean emit(String method, Parsed parsed, @Nullable String body, boolean atTop) {
            List<String> arguments = new ArrayList<>(parsed.arguments);
            boolean interpolated = arguments.remove(Interpolation.OPTION);
            @Nullable String variable = atTop ? PlainHost.takeVariable(arguments) : null;
            int id = IDS.incrementAndGet();
            calls.add(new MagicCall(id, parsed.name, arguments, body, interpolated));
            if (variable != null) {
                out.append("var ").append(variable).append(" = ");
            }
            out.append(CALLS)
                    .append(".<")
                    .append(names.resultType(parsed.name, arguments, body != null))
                    .append('>')
                    .append(method)
                    .append('(')
                    .append(id);
            if (interpolated) {
                arguments.forEach(a -> appendExpressions(a));
                if (body != null) {
                    appendExpressions(body);
                }
            }
            out.append(')');
            return variable != null;
        }

        private void appendExpressions(String template) {
            Interpolation.names(template).forEach(name -> out.append(", ").append(name));
        }
    }

    private static WorkbenchException unknown(
            String mark, String name, Collection<String> same, Collection<String> other) {
        String known = mark.equals("%") ? "%%" : "%";
        @Nullable String near = NearMatch.of(name, same);
        String remedy =
                other.contains(name)
                        ? "there is " + known + name
                        : near != null
                                ? "did you mean " + mark + near + "?"
                                : "known: "
                                        + mark
                                        + String.join(" " + mark, same.stream().sorted().toList());
        return new WorkbenchException(
                Category.USAGE, "unknown magic " + mark + name + "; " + remedy, null, null);
    }
}
