package dev.engram.models.embedding.internal.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.engram.base.WorkbenchException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one loaded ONNX Runtime library. Loaded once a process, never unloaded.
 * Thread-safe.
 */
final class OnnxApi {

    private static final int TABLE_VERSION = 1;
    private static final int TABLE_LENGTH = 102;
    private static final int LOG_ERRORS_ONLY = 3;
    private static final AddressLayout TEXT =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1 << 16, ValueLayout.JAVA_BYTE));

    private final Map<OnnxFunction, MethodHandle> handles = new EnumMap<>(OnnxFunction.class);
    private final MemorySegment environment;
    private final MemorySegment cpuMemory;

    private OnnxApi(MemorySegment table) {
        MemorySegment entries = table.reinterpret(TABLE_LENGTH * ADDRESS.byteSize());
        for (OnnxFunction function : OnnxFunction.values()) {
            handles.put(
                    function,
                    Linker.nativeLinker()
                            .downcallHandle(
                                    entries.getAtIndex(ADDRESS, function.place()),
                                    function.descriptor()));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("workbench");
            environment = make(OnnxFunction.CREATE_ENV, LOG_ERRORS_ONLY, name);
            cpuMemory = make(OnnxFunction.CREATE_CPU_MEMORY_INFO, 0, 0);
        }
    }

    /**
     * Loads a library.
     *
     * @param version the version it must say it has
     * @throws WorkbenchException DAMAGED where it cannot be loaded or has another version
     */
    static OnnxApi load(Path library, String version) {
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            MemorySegment getBase = symbols.findOrThrow("OrtGetApiBase");
            MemorySegment base =
                    ((MemorySegment)
                                    linker.downcallHandle(getBase, FunctionDescriptor.of(ADDRESS))
                                            .invokeExact())
                            .reinterpret(2 * ADDRESS.byteSize());
            MemorySegment found =
                    (MemorySegment)
                            linker.downcallHandle(
                                            base.getAtIndex(ADDRESS, 1),
                                            FunctionDescriptor.of(TEXT))
                                    .invokeExact();
            if (!found.getString(0).equals(version)) {
                throw unusable(library, "it is version " + found.getString(0), null);
            }
            MemorySegment table =
                    (MemorySegment)
                            linker.downcallHandle(
                                            base.getAtIndex(ADDRESS, 0),
                                            FunctionDescriptor.of(ADDRESS, JAVA_INT))
                                    .invokeExact(TABLE_VERSION);
            if (table.equals(MemorySegment.NULL)) {
                throw unusable(library, "it has no table of version " + TABLE_VERSION, null);
            }
            return new OnnxApi(table);
        } catch (WorkbenchException e) {
            throw e;
        } catch (Throwable e) {
            throw unusable(library, String.valueOf(e.getMessage()), e);
        }
    }

    MemorySegment environment() {
        return environment;
    }

    MemorySegment cpuMemory() {
        return cpuMemory;
    }

    /** Calls a function that gives a status. */
    void call(OnnxFunction function, Object... arguments) {
        MemorySegment status = (MemorySegment) invoke(function, arguments);
        if (!status.equals(MemorySegment.NULL)) {
            String message =
                    ((MemorySegment) invoke(OnnxFunction.GET_ERROR_MESSAGE, status))
                            .reinterpret(1 << 16)
                            .getString(0);
            release(OnnxFunction.RELEASE_STATUS, status);
            throw new OnnxFailure(message);
        }
    }

    /** Calls a function whose last parameter is the place for the object it makes. */
    MemorySegment make(OnnxFunction function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ADDRESS);
            Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = place;
            call(function, all);
            return place.get(ADDRESS, 0);
        }
    }

    /** Releases an object; nothing happens for none. */
    void release(OnnxFunction function, MemorySegment object) {
        if (!object.equals(MemorySegment.NULL)) {
            invoke(function, object);
        }
    }

    private Object invoke(OnnxFunction function, Object... arguments) {
        MethodHandle handle = handles.get(function);
        if (handle == null) {
            throw new IllegalStateException("not bound: " + function);
        }
        try {
            Object result = handle.invokeWithArguments(arguments);
            return result == null ? MemorySegment.NULL : result;
        } catch (Throwable e) {
            throw new IllegalStateException("call of " + function + " failed", e);
        }
    }

    private static WorkbenchException unusable(
            Path library, String why, @Nullable Throwable cause) {
        return new WorkbenchException(
                WorkbenchException.Category.DAMAGED,
                "cannot use ONNX Runtime at " + library + ": " + why,
                "delete its folder; it will be unpacked again",
                cause);
    }
}
