package dev.engram.models.internal.engine;

import dev.engram.models.Sampling;
import dev.engram.models.internal.natives.Llama;
import java.lang.foreign.MemorySegment;

/** The native samplers of one request, in llama.cpp's customary order. Not thread-safe. */
final class SamplerChain implements AutoCloseable {

    private final Llama llama;
    private final MemorySegment pointer;
    private boolean closed;

    SamplerChain(Llama llama, Sampling sampling, int vocabularySize) {
        this.llama = llama;
        this.pointer = llama.newSamplerChain();
        if (sampling.repeatPenalty() != 1) {
            llama.addSampler(
                    pointer,
                    llama.penalties(
                            vocabularySize,
                            Sampling.REPEAT_WINDOW,
                            (float) sampling.repeatPenalty()));
        }
        if (sampling.temperature() == 0) {
            llama.addSampler(pointer, llama.greedy());
            return;
        }
        if (sampling.topK() > 0) {
            llama.addSampler(pointer, llama.topK(sampling.topK()));
        }
        if (sampling.topP() < 1) {
            llama.addSampler(pointer, llama.topP((float) sampling.topP()));
        }
        if (sampling.minP() > 0) {
            llama.addSampler(pointer, llama.minP((float) sampling.minP()));
        }
        llama.addSampler(pointer, llama.temperature((float) sampling.temperature()));
        llama.addSampler(pointer, llama.distribution((int) sampling.seed()));
    }

    MemorySegment pointer() {
        if (closed) {
            throw new IllegalStateException("the sampler is closed");
        }
        return pointer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            llama.freeSampler(pointer);
        }
    }
}
