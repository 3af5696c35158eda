package dev.engram.models;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * A loaded language model. Stateless between requests: what one request said is forgotten before
 * the next. Thread-safe; closing it frees what nobody else uses.
 */
public interface LanguageModel extends AutoCloseable {

    ModelInfo info();

    /** What a request may ask of it; the rest is refused by {@link #generate}. */
    default Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /**
     * Whether what it is given leaves the workbench for a server that is not ours. Passages of an
     * engram may go there only where {@link dev.engram.models.remote.RemoteConsent} says so.
     */
    default boolean remote() {
        return false;
    }

    /** How many tokens a text has, without template or marks. */
    int countTokens(String text);

    /** How many tokens the prompt of a request has, template included. */
    int countPromptTokens(GenerationRequest request);

    /** Most tokens one request may have, prompt and answer together. */
    int contextTokens();

    /**
     * Starts a generation and returns at once.
     *
     * @throws dev.engram.base.WorkbenchException USAGE if prompt and answer cannot fit the context,
     *     with the figures, or if it asks for what the model does not take; MISSING if the model
     *     has no chat template and messages are given
     */
    Generation generate(GenerationRequest request);

    /**
     * Reads a prompt and saves its keys and values in a file, so that {@link #restorePrompt} spares
     * reading it again: for long instructions or contexts that are asked about often.
     *
     * @throws dev.engram.base.WorkbenchException USAGE where this kind of model cannot
     */
    default SavedPrompt savePrompt(GenerationRequest request, Path file) throws IOException {
        throw WorkbenchException.usage(
                "prompts of " + info().id() + " cannot be saved from here",
                "load the model in this process");
    }

    /**
     * Takes a saved prompt up again: the next request that begins like it is answered without
     * reading that part.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED if the file is, USAGE naming what differs
     *     if it was saved with another model, cache, adapter or version
     */
    default SavedPrompt restorePrompt(Path file) throws IOException {
        throw WorkbenchException.usage(
                "prompts of " + info().id() + " cannot be restored from here",
                "load the model in this process");
    }

    @Override
    void close();
}
