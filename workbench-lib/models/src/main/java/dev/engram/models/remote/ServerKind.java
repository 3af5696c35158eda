package dev.engram.models.remote;

import dev.engram.models.Capability;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is known of a server's extensions to the protocol. */
public enum ServerKind {
    /** The plain protocol: hosted services, LiteLLM, TGI, Ray Serve, Ollama. */
    GENERIC(
            EnumSet.of(
                    Capability.MESSAGES, Capability.RAW_PROMPT, Capability.SEED, Capability.STOP)),
    /** llama.cpp's own server. */
    LLAMA_SERVER(EnumSet.complementOf(EnumSet.of(Capability.DETERMINISTIC))),
    /** vLLM. */
    VLLM(EnumSet.complementOf(EnumSet.of(Capability.DETERMINISTIC, Capability.GRAMMAR))),
    /** The worker of this workbench. */
    WORKER(EnumSet.allOf(Capability.class));

    private final Set<Capability> capabilities;

    ServerKind(Set<Capability> capabilities) {
        this.capabilities = Set.copyOf(capabilities);
    }

    /** What it takes. */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** The kind that calls itself so in its list of models ({@code owned_by}). */
    public static ServerKind ofOwner(String owner) {
        return switch (owner.toLowerCase(Locale.ROOT)) {
            case "llamacpp" -> LLAMA_SERVER;
            case "vllm" -> VLLM;
            case "engram-workbench" -> WORKER;
            default -> GENERIC;
        };
    }
}
