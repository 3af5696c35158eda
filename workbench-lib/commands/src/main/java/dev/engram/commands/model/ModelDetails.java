package dev.engram.commands.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.engram.models.ModelInfo;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model file says about itself.
 *
 * @param info the main figures
 * @param tensors number of tensors
 * @param formats share of the weights in each number format
 * @param metadata keys of the file; empty unless asked for
 */
public record ModelDetails(
        @JsonUnwrapped ModelInfo info,
        int tensors,
        Map<String, Double> formats,
        Map<String, String> metadata) {

    @Override
    public String toString() {
        String head =
                """
                %s (%s)
                  file      %s, %.1f MB
                  weights   %.1f M, %d tensors, %.2f bits each: %s
                  network   %s, context %d, vocabulary %d
                  chat      %s
                  licence   %s"""
                        .formatted(
                                info.name(),
                                info.id(),
                                info.path(),
                                info.sizeBytes() / 1e6,
                                info.parameters() / 1e6,
                                tensors,
                                info.bitsPerWeight(),
                                formats.entrySet().stream()
                                        .map(
                                                e ->
                                                        Math.round(100 * e.getValue())
                                                                + " % "
                                                                + e.getKey())
                                        .collect(Collectors.joining(", ")),
                                info.architecture(),
                                info.trainedContextTokens(),
                                info.vocabularySize(),
                                info.hasChatTemplate() ? "yes" : "no: raw prompts only",
                                info.license().isEmpty() ? "not stated" : info.license());
        return metadata.entrySet().stream()
                .map(e -> "%n  %s = %s".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining("", head, ""));
    }
}
