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
    LLAMA_SERVER(without(Capability.DETERMINISTIC)),
    /** vLLM. */
    VLLM(without(Capability.DETERMINISTIC, Capability.GRAMMAR)),
    /** The worker of this workbench. */
    WORKER(EnumSet.allOf(Capability.class));

    private final Set<Capability> capabilities;

    ServerKind(Set<Capability> capabilities) {
        this.capabilities = Set.copyOf(capabilities);
    }

    /** All of the protocol's extensions but these, and but what our own engine alone takes. */
    private static Set<Capability> without(Capability... lacking) {
        Set<Capability> taken = EnumSet.allOf(Capability.class);
        taken.removeAll(
                EnumSet.of(
                        Capability.MORE_SAMPLERS, Capability.TRIM, Capability.LOG_PROBABILITIES));
        taken.removeAll(Set.of(lacking));
        return taken;
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
