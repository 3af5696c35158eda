package dev.engram.models.internal.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/** Typed calls of llama.cpp's samplers; nothing is checked here, see {@link Llama}. */
public final class LlamaSamplers extends NativeCalls {

    LlamaSamplers(Map<LlamaFunction, MethodHandle> bound) {
        super(bound);
    }

    public MemorySegment newSamplerChain() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocate(LlamaFunction.Blob.SAMPLER_CHAIN);
            parameters.set(ValueLayout.JAVA_BOOLEAN, 0, true);
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_CHAIN_INIT).invokeExact(parameters);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public void addSampler(MemorySegment chain, MemorySegment sampler) {
        try {
            handle(LlamaFunction.LLAMA_SAMPLER_CHAIN_ADD).invokeExact(chain, sampler);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment greedy() {
        return pointer(LlamaFunction.LLAMA_SAMPLER_INIT_GREEDY);
    }

    public MemorySegment distribution(int seed) {
        return samplerOfInt(LlamaFunction.LLAMA_SAMPLER_INIT_DIST, seed);
    }

    public MemorySegment topK(int k) {
        return samplerOfInt(LlamaFunction.LLAMA_SAMPLER_INIT_TOP_K, k);
    }

    private MemorySegment samplerOfInt(LlamaFunction function, int value) {
        try {
            return (MemorySegment) handle(function).invokeExact(value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment topP(float p) {
        return samplerOfShare(LlamaFunction.LLAMA_SAMPLER_INIT_TOP_P, p);
    }

    public MemorySegment minP(float p) {
        return samplerOfShare(LlamaFunction.LLAMA_SAMPLER_INIT_MIN_P, p);
    }

    public MemorySegment typical(float p) {
        return samplerOfShare(LlamaFunction.LLAMA_SAMPLER_INIT_TYPICAL, p);
    }

    public MemorySegment xtc(float probability, float threshold, int seed) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_XTC)
                            .invokeExact(probability, threshold, 1L, seed);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Mirostat 1; the paper's 100 tokens estimate the shape of the distribution. */
    public MemorySegment mirostat(int vocabulary, int seed, float target, float rate) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_MIROSTAT)
                            .invokeExact(vocabulary, seed, target, rate, 100);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment mirostat2(int seed, float target, float rate) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_MIROSTAT_V2)
                            .invokeExact(seed, target, rate);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Repetitions over so many tokens back are seen; each breaker ends one. */
    public MemorySegment dry(
            MemorySegment vocabulary,
            float multiplier,
            float base,
            int allowedLength,
            int window,
            List<String> breakers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment texts = arena.allocate(ValueLayout.ADDRESS, breakers.size());
            for (int i = 0; i < breakers.size(); i++) {
                texts.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(breakers.get(i)));
            }
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_DRY)
                            .invokeExact(
                                    vocabulary,
                                    multiplier,
                                    base,
                                    allowedLength,
                                    window,
                                    texts,
                                    (long) breakers.size());
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private MemorySegment samplerOfShare(LlamaFunction function, float p) {
        try {
            return (MemorySegment) handle(function).invokeExact(p, 1L);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** A grammar in GBNF whose start is {@code root}; a null pointer if it cannot be read. */
    public MemorySegment grammar(MemorySegment vocabulary, String grammar) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_GRAMMAR)
                            .invokeExact(
                                    vocabulary,
                                    arena.allocateFrom(grammar),
                                    arena.allocateFrom("root"));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment temperature(float value) {
        try {
            return (MemorySegment) handle(LlamaFunction.LLAMA_SAMPLER_INIT_TEMP).invokeExact(value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment penalties(
            int vocabulary, int window, float repeat, float frequency, float presence) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_SAMPLER_INIT_PENALTIES)
                            .invokeExact(vocabulary, window, repeat, frequency, presence);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Samples from a row that has logits, and lets the chain accept the token. */
    public int sample(MemorySegment chain, MemorySegment context, int row) {
        try {
            return (int)
                    handle(LlamaFunction.LLAMA_SAMPLER_SAMPLE).invokeExact(chain, context, row);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public void freeSampler(MemorySegment sampler) {
        run(LlamaFunction.LLAMA_SAMPLER_FREE, sampler);
    }
}
