package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Sampling;
import dev.engram.models.internal.natives.Llama;
import java.lang.foreign.MemorySegment;

/** The native samplers of one request, in llama.cpp's customary order. Not thread-safe. */
final class SamplerChain implements AutoCloseable {

    private final Llama llama;
    private final MemorySegment pointer;
    private final boolean plainGreedy;
    private boolean closed;

    /**
     * @param grammar GBNF, or empty
     * @throws WorkbenchException USAGE if the grammar cannot be read
     */
    SamplerChain(Llama llama, Sampling sampling, String grammar, Vocabulary vocabulary) {
        this.llama = llama;
        this.pointer = llama.newSamplerChain();
        this.plainGreedy =
                grammar.isEmpty() && sampling.temperature() == 0 && sampling.repeatPenalty() == 1;
        if (!grammar.isEmpty()) {
            MemorySegment sampler = llama.grammar(vocabulary.pointer(), grammar);
            if (sampler.address() == 0) {
                close();
                throw WorkbenchException.usage(
                        "the grammar cannot be read", "it is GBNF and needs a rule 'root ::= …'");
            }
            llama.addSampler(pointer, sampler);
        }
        if (sampling.repeatPenalty() != 1) {
            llama.addSampler(
                    pointer,
                    llama.penalties(
                            vocabulary.size(),
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

    /** Whether it always takes the likeliest token and remembers nothing. */
    boolean plainGreedy() {
        return plainGreedy;
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
