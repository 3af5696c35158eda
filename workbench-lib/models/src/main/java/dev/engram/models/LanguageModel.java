package dev.engram.models;

/**
 * A loaded language model. Stateless between requests: what one request said is forgotten before
 * the next. Thread-safe; closing it frees what nobody else uses.
 */
public interface LanguageModel extends AutoCloseable {

    ModelInfo info();

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
     *     with the figures; MISSING if the model has no chat template and messages are given
     */
    Generation generate(GenerationRequest request);

    @Override
    void close();
}
