package dev.engram.models;

import dev.engram.models.gguf.GgufFile;

/**
 * What is known of a model file.
 *
 * @param id short name: the file name without its ending
 * @param name name its maker gave it
 * @param path the file
 * @param architecture kind of network
 * @param quantization number format, such as {@code Q4_K_M}
 * @param parameters number of weights
 * @param sizeBytes length of the file
 * @param bitsPerWeight mean, scales included
 * @param trainedContextTokens context it was trained for; 0 if unknown
 * @param vocabularySize number of tokens
 * @param hasChatTemplate whether it was made for conversation
 * @param license as the file states it; empty if it does not
 */
public record ModelInfo(
        String id,
        String name,
        String path,
        String architecture,
        String quantization,
        long parameters,
        long sizeBytes,
        double bitsPerWeight,
        long trainedContextTokens,
        long vocabularySize,
        boolean hasChatTemplate,
        String license) {

    /** Reads what the head of a file says. */
    public static ModelInfo of(GgufFile file) {
        return new ModelInfo(
                idOf(String.valueOf(file.path().getFileName())),
                file.displayName(),
                file.path().toString(),
                file.architecture(),
                file.fileType()
                        .orElseGet(
                                () ->
                                        file.formats().keySet().stream()
                                                .findFirst()
                                                .map(Enum::name)
                                                .orElse("?")),
                file.parameters(),
                file.sizeBytes(),
                Math.round(file.bitsPerWeight() * 100) / 100.0,
                file.architectureWhole("context_length").orElse(0L),
                file.vocabularySize(),
                file.text("tokenizer.chat_template").isPresent(),
                file.text("general.license").orElse(""));
    }

    /** A file name without {@code .gguf}. */
    public static String idOf(String fileName) {
        return fileName.replaceFirst("(?i)\\.gguf$", "");
    }

    @Override
    public String toString() {
        return "%-44s %-8s %7.0f M weights %6.0f MB %5.2f bits  context %d  %s"
                .formatted(
                        id,
                        quantization,
                        parameters / 1e6,
                        sizeBytes / 1e6,
                        bitsPerWeight,
                        trainedContextTokens,
                        path);
    }
}
