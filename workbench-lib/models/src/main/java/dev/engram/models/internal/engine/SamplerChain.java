package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Sampling;
import dev.engram.models.Sampling.Dry;
import dev.engram.models.Sampling.Mirostat;
import dev.engram.models.Sampling.Penalties;
import dev.engram.models.internal.natives.Llama;
import dev.engram.models.internal.natives.LlamaSamplers;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The native samplers of one request, in llama.cpp's customary order. Not thread-safe. */
final class SamplerChain implements AutoCloseable {

    /** What ends a repetition for DRY, as its author proposes. */
    private static final List<String> DRY_BREAKERS = List.of("\n", ":", "\"", "*");

    private static final int DRY_WINDOW = 1024;

    private final LlamaSamplers samplers;
    private final MemorySegment pointer;
    private final boolean plainGreedy;
    private boolean closed;

    /**
     * @param grammar GBNF, or empty
     * @throws WorkbenchException USAGE if the grammar cannot be read
     */
    SamplerChain(Llama llama, Sampling sampling, String grammar, Vocabulary vocabulary) {
        this.samplers = llama.samplers();
        this.pointer = samplers.newSamplerChain();
        this.plainGreedy =
                grammar.isEmpty()
                        && sampling.temperature() == 0
                        && sampling.penalties().off()
                        && sampling.dry().multiplier() == 0;
        if (!grammar.isEmpty()) {
            MemorySegment sampler = samplers.grammar(vocabulary.pointer(), grammar);
            if (sampler.address() == 0) {
                close();
                throw WorkbenchException.usage(
                        "the grammar cannot be read", "it is GBNF and needs a rule 'root ::= …'");
            }
            add(sampler);
        }
        penalties(sampling, vocabulary);
        if (sampling.temperature() == 0) {
            add(samplers.greedy());
        } else if (sampling.mirostat().version() == 0) {
            cuts(sampling);
            add(samplers.temperature((float) sampling.temperature()));
            add(samplers.distribution((int) sampling.seed()));
        } else {
            add(samplers.temperature((float) sampling.temperature()));
            Mirostat mirostat = sampling.mirostat();
            float target = (float) mirostat.target();
            float rate = (float) mirostat.rate();
            int seed = (int) sampling.seed();
            add(
                    mirostat.version() == 1
                            ? samplers.mirostat(vocabulary.size(), seed, target, rate)
                            : samplers.mirostat2(seed, target, rate));
        }
    }

    private void penalties(Sampling sampling, Vocabulary vocabulary) {
        Penalties penalties = sampling.penalties();
        if (!penalties.off()) {
            add(
                    samplers.penalties(
                            vocabulary.size(),
                            penalties.window(),
                            (float) penalties.repeat(),
                            (float) penalties.frequency(),
                            (float) penalties.presence()));
        }
        Dry dry = sampling.dry();
        if (dry.multiplier() > 0) {
            add(
                    samplers.dry(
                            vocabulary.pointer(),
                            (float) dry.multiplier(),
                            (float) dry.base(),
                            dry.allowedLength(),
                            DRY_WINDOW,
                            DRY_BREAKERS));
        }
    }

    private void cuts(Sampling sampling) {
        if (sampling.topK() > 0) {
            add(samplers.topK(sampling.topK()));
        }
        if (sampling.typicalP() < 1) {
            add(samplers.typical((float) sampling.typicalP()));
        }
        if (sampling.topP() < 1) {
            add(samplers.topP((float) sampling.topP()));
        }
        if (sampling.minP() > 0) {
            add(samplers.minP((float) sampling.minP()));
        }
        if (sampling.xtc().probability() > 0) {
            add(
                    samplers.xtc(
                            (float) sampling.xtc().probability(),
                            (float) sampling.xtc().threshold(),
                            (int) sampling.seed()));
        }
    }

    private void add(MemorySegment sampler) {
        samplers.addSampler(pointer, sampler);
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
            samplers.freeSampler(pointer);
        }
    }
}
