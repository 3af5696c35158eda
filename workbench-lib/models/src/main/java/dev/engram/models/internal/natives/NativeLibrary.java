package dev.engram.models.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shared libraries of llama.cpp that functions are looked up in. */
enum NativeLibrary {
    GGML_BASE("ggml-base"),
    GGML("ggml"),
    LLAMA("llama");

    private final Pattern fileName;

    NativeLibrary(String stem) {
        this.fileName =
                Pattern.compile(
                        "(lib)?"
                                + Pattern.quote(stem)
                                + "(\\.(cuda|vulkan))?(\\.v?[0-9.]+)?\\.(so|dylib|dll)");
    }

    /** The file of this library in a folder, whatever the platform's prefix, suffix and version. */
    Optional<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> fileName.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .findFirst();
        }
    }
}
