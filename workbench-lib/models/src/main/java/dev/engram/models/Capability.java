package dev.engram.models;

/** What a model takes beside text, length and temperature. What it does not take is refused. */
public enum Capability {
    /** A conversation, rendered with the model's own template. */
    MESSAGES("messages"),
    /** A prompt that is continued as it stands. */
    RAW_PROMPT("a raw prompt"),
    /** The seed of the random choice. */
    SEED("a seed"),
    /** Stop texts. */
    STOP("stop texts"),
    /** {@link Sampling#topK()} other than the customary. */
    TOP_K("top-k"),
    /** {@link Sampling#minP()} other than the customary. */
    MIN_P("min-p"),
    /** {@link Sampling#repeatPenalty()}. */
    REPEAT_PENALTY("a repeat penalty"),
    /** Frequency and presence penalties, typical, DRY, XTC and Mirostat. */
    MORE_SAMPLERS("samplers beyond the customary"),
    /** {@link GenerationRequest.Overlong#TRIM}. */
    TRIM("trimming the prompt"),
    /** {@link GenerationRequest#alternatives()}. */
    LOG_PROBABILITIES("log-probabilities"),
    /** {@link GenerationRequest#ignoreEnd()}. */
    IGNORE_END("ignoring the end mark"),
    /** {@link GenerationRequest#grammar()}. */
    GRAMMAR("a grammar"),
    /** {@link GenerationRequest#deterministic()}. */
    DETERMINISTIC("deterministic decoding"),
    /** Tokens are counted with the model's own tokenizer; otherwise they are estimated. */
    TOKEN_COUNT("counting tokens");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** As a message names it. */
    public String words() {
        return words;
    }
}
