package dev.engram.models.internal.engine;

import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.GenerationResult.Timings;
import dev.engram.models.GenerationResult.TokenChoice;
import dev.engram.models.GenerationResult.Usage;
import dev.engram.models.internal.natives.Llama;
import java.util.ArrayList;
import java.util.List;

/** One request while it is decoded: its sequence, what is still to be decoded, its text. */
final class Slot implements AutoCloseable {

    private final int sequence;
    private final Job job;
    private final Vocabulary vocabulary;
    private final SamplerChain sampler;
    private final Utf8Assembler characters = new Utf8Assembler();
    private final StopMatcher stops;
    private final StringBuilder text = new StringBuilder();
    private final int maxTokens;
    private final int reused;
    private final List<TokenChoice> choices = new ArrayList<>();
    private int[] pending;
    private int pendingFrom;
    private int completion;
    private long startNanos;
    private long firstNanos;
    private long lastNanos;

    /**
     * A request on its way in.
     *
     * @param fit tokens to be read, those of an answer begun elsewhere included
     * @param begun how many of them are such
     * @param reuse whether the slot may keep what it holds of the prompt
     */
    record Job(
            PromptFit fit,
            int begun,
            boolean reuse,
            GenerationRequest request,
            LiveGeneration generation,
            long atNanos) {

        int[] prompt() {
            return fit.tokens();
        }

        int trimmed() {
            return fit.trimmed();
        }
    }

    /**
     * @param reused tokens of the prompt that the sequence holds already, less than all
     */
    Slot(int sequence, Job job, int reused, Vocabulary vocabulary, Llama llama, int room) {
        this.sequence = sequence;
        this.reused = reused;
        this.pendingFrom = reused;
        this.job = job;
        this.vocabulary = vocabulary;
        this.sampler =
                new SamplerChain(
                        llama, job.request().sampling(), job.request().grammar(), vocabulary);
        this.stops = new StopMatcher(job.request().stop());
        this.pending = job.prompt();
        this.maxTokens =
                Math.min(
                        Math.max(1, job.request().maxTokens() - job.begun()),
                        room - job.prompt().length);
    }

    int sequence() {
        return sequence;
    }

    Job job() {
        return job;
    }

    SamplerChain sampler() {
        return sampler;
    }

    /** Whether the prompt is not all decoded yet. */
    boolean inPrefill() {
        return completion == 0;
    }

    /** Tokens that wait to be decoded. */
    int pendingTokens() {
        return pending.length - pendingFrom;
    }

    /**
     * Adds waiting tokens to a batch, without taking them off the list.
     *
     * @return the row that will have logits, or -1 if more is to come first
     */
    int fill(TokenBatch batch, int most, int position, long nowNanos) {
        if (startNanos == 0) {
            startNanos = nowNanos;
        }
        int count = Math.min(Math.min(most, batch.room()), pendingTokens());
        int row = -1;
        for (int i = 0; i < count; i++) {
            boolean last = pendingFrom + i == pending.length - 1;
            int added = batch.add(pending[pendingFrom + i], position + i, sequence, last);
            row = last ? added : row;
        }
        return row;
    }

    /** The first tokens of the list have been decoded. */
    void decoded(int count) {
        pendingFrom += count;
    }

    /** Notes what the chosen token's probability was, where that was asked for. */
    void note(DecodeContext context, int row, int token) {
        int alternatives = job.request().alternatives();
        if (alternatives > 0 && (job.request().ignoreEnd() || !vocabulary.isEnd(token))) {
            float[] logits = new float[vocabulary.size()];
            context.copyLogits(row, logits);
            choices.add(LogSoftmax.choice(logits, token, alternatives, vocabulary));
        }
    }

    /**
     * Takes the next token.
     *
     * @return whether the request has ended
     */
    boolean accept(int token, long nowNanos) {
        if (firstNanos == 0) {
            firstNanos = nowNanos;
        }
        lastNanos = nowNanos;
        if (vocabulary.isEnd(token) && !job.request().ignoreEnd()) {
            end(FinishReason.END, nowNanos);
            return true;
        }
        completion++;
        emit(stops.append(characters.append(vocabulary.bytes(token))));
        if (stops.stopped()) {
            end(FinishReason.STOP_TEXT, nowNanos);
            return true;
        }
        if (completion >= maxTokens) {
            end(FinishReason.LENGTH, nowNanos);
            return true;
        }
        pending = new int[] {token};
        pendingFrom = 0;
        return false;
    }

    private void emit(String piece) {
        text.append(piece);
        job.generation().emit(piece);
    }

    /** Ends the request with what there is. */
    void end(FinishReason reason, long nowNanos) {
        emit(stops.append(characters.finish()));
        emit(stops.finish());
        job.generation()
                .end(
                        new GenerationResult(
                                text.toString(),
                                reason,
                                new Usage(
                                        job.prompt().length - job.begun(),
                                        job.begun() + completion,
                                        reused,
                                        job.trimmed()),
                                timings(nowNanos),
                                choices));
    }

    private Timings timings(long nowNanos) {
        double prefillSeconds = (firstNanos - startNanos) / 1e9;
        double decodeSeconds = (lastNanos - firstNanos) / 1e9;
        return new Timings(
                startNanos == 0 ? 0 : millis(startNanos - job.atNanos()),
                firstNanos == 0 ? 0 : millis(firstNanos - job.atNanos()),
                firstNanos == 0 ? 0 : rate(job.prompt().length - reused, prefillSeconds),
                completion < 2 ? 0 : rate(completion - 1, decodeSeconds),
                millis(nowNanos - job.atNanos()));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }

    private static double rate(int count, double seconds) {
        return seconds <= 0 ? 0 : Math.round(100 * count / seconds) / 100.0;
    }

    @Override
    public void close() {
        sampler.close();
    }
}
