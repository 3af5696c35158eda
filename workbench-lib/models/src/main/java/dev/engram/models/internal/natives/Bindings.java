package dev.engram.models.internal.natives;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The outcome of looking every {@link LlamaFunction} up in a folder of libraries. */
sealed interface Bindings {

    /**
     * All functions are there.
     *
     * @param handles one downcall handle a function
     */
    record Bound(Map<LlamaFunction, MethodHandle> handles) implements Bindings {}

    /**
     * Something is missing: a fact about this machine, not a crash.
     *
     * @param reason one line: what is missing and where
     */
    record Missing(String reason) implements Bindings {}

    /** Opens the libraries for the life of the process and binds every function. */
    static Bindings of(Path folder) {
        Linker linker = Linker.nativeLinker();
        Map<NativeLibrary, SymbolLookup> open = new EnumMap<>(NativeLibrary.class);
        try {
            for (NativeLibrary library : NativeLibrary.values()) {
                Optional<Path> file = library.in(folder);
                if (file.isEmpty()) {
                    return new Missing("no library " + library + " in " + folder);
                }
                open.put(library, SymbolLookup.libraryLookup(file.get(), Arena.global()));
            }
        } catch (IOException | IllegalArgumentException e) {
            return new Missing("cannot open the libraries in " + folder + ": " + e.getMessage());
        }
        Map<LlamaFunction, MethodHandle> handles = new EnumMap<>(LlamaFunction.class);
        for (LlamaFunction function : LlamaFunction.values()) {
            SymbolLookup lookup = open.get(function.library());
            Optional<MemorySegment> address =
                    lookup == null ? Optional.empty() : lookup.find(function.symbol());
            if (address.isEmpty()) {
                return new Missing("no function " + function.symbol() + " in " + folder);
            }
            handles.put(function, linker.downcallHandle(address.get(), function.descriptor()));
        }
        return new Bound(handles);
    }
}
