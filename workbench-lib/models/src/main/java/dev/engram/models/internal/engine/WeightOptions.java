package dev.engram.models.internal.engine;

import dev.engram.models.LoadOptions;
import dev.engram.models.LoadOptions.Memory;

/**
 * The part of the load options that concerns the weights: who differs here cannot share them.
 *
 * @param gpuLayers layers a graphics processor takes; -1 for all
 */
public record WeightOptions(Memory memory, int gpuLayers) {

    /** As usual. */
    public static final WeightOptions DEFAULT = of(LoadOptions.DEFAULT);

    public static WeightOptions of(LoadOptions options) {
        return new WeightOptions(options.memory(), options.gpuLayers());
    }

    /** The number of llama.cpp's load mode. */
    int loadMode() {
        return switch (memory) {
            case READ -> 0;
            case MAP -> 1;
            case LOCK -> 3;
        };
    }
}
