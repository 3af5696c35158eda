package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("MagicCalls")
class MagicCallsTest {

    private final List<String> lines = new ArrayList<>();
    private final int before = MagicCalls.size();

    @BeforeEach
    void echo() {
        MagicCalls.install(
                (name, arguments, body) -> name + arguments + (body == null ? "" : body),
                lines::add);
    }

    @AfterEach
    void nothingIsKept() {
        assertThat(MagicCalls.size()).isEqualTo(before);
    }

    private static TransformedCell registered(String cell) {
        TransformedCell transformed = MagicTransformer.transform(cell, new Names());
        MagicCalls.register(transformed);
        return transformed;
    }

    private static int id(TransformedCell cell) {
        return cell.calls().getFirst().id();
    }

    @Test
    void aLineMagicRunsAsOftenAsItsLine() {
        TransformedCell cell = registered("%engram query a");
        String first = MagicCalls.line(id(cell));
        String second = MagicCalls.line(id(cell));
        assertThat(first).isEqualTo("engram[query, a]").isEqualTo(second);
        MagicCalls.forget(cell);
        assertThatThrownBy(() -> MagicCalls.line(id(cell)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCellMagicRunsOnceAndItsBodyIsForgotten() {
        TransformedCell cell = registered("%%ask -k 3\nwhat?\n");
        assertThat(MagicCalls.<String>cell(id(cell))).isEqualTo("ask[-k, 3]what?\n");
        assertThatThrownBy(() -> MagicCalls.cell(id(cell)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void valuesFillTheNamesInOrder() {
        TransformedCell cell = registered("%%ask --interpolate {a} x{b}\n{c} {{d}} {a}");
        assertThat(MagicCalls.<String>cell(id(cell), 1, null, "three", 4))
                .isEqualTo("ask[1, xnull]three {d} 4");
    }

    @Test
    void anyExceptionPassesAsItIs() {
        TransformedCell cell = registered("%engram list");
        IOException failure = new IOException("disk");
        MagicCalls.install(
                (name, arguments, body) -> {
                    throw failure;
                },
                lines::add);
        assertThat(catchThrowable(() -> MagicCalls.line(id(cell)))).isSameAs(failure);
        MagicCalls.forget(cell);
    }

    @Test
    void aWorkbenchExceptionLosesItsTraceUnlessItIsAskedFor() {
        MagicCalls.install(
                (name, arguments, body) -> {
                    throw WorkbenchException.usage("wrong", "do right");
                },
                lines::add);
        TransformedCell quiet = registered("%engram list");
        TransformedCell trace = registered("%engram list --trace");
        assertThat(catchThrowable(() -> MagicCalls.line(id(quiet))).getStackTrace()).isEmpty();
        assertThat(catchThrowable(() -> MagicCalls.line(id(trace))).getStackTrace()).isNotEmpty();
        MagicCalls.forget(quiet);
        MagicCalls.forget(trace);
    }

    @Test
    void timeGivesTheTypedValueAndShowsTheTimes() {
        int value = MagicCalls.time(() -> 40 + 2);
        assertThat(value).isEqualTo(42);
        List<Integer> ran = new ArrayList<>();
        MagicCalls.timeRun(() -> ran.add(1));
        assertThat(ran).containsExactly(1);
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).contains("all time: "));
        assertThatThrownBy(
                        () ->
                                MagicCalls.time(
                                        () -> {
                                            throw new IOException("x");
                                        }))
                .isInstanceOf(IOException.class);
        assertThat(lines).hasSize(3);
    }
}
