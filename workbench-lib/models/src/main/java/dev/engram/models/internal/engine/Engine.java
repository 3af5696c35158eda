package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.GenerationResult.Timings;
import dev.engram.models.GenerationResult.Usage;
import dev.engram.models.LoadOptions.Adapter;
import dev.engram.models.SavedPrompt;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Drives one context with one thread: requests join and leave a running batch, each in a slot of
 * its own. A step decodes one token of every answer and a share of the prompts, then samples.
 * Thread-safe.
 */
public final class Engine implements AutoCloseable {

    /**
     * Prompt tokens in a step while other requests are under way. Small, so that answers go on and
     * the first of many prompts is not held up by the last; a step of this size takes hardly more
     * time for a token than one of the whole batch.
     */
    private static final int PREFILL_SHARE = 64;

    private static final int BATCH_TOKENS = 512;

    private final NativeRuntime runtime;
    private final NativeModel model;
    private final DecodeContext context;
    private final TokenBatch batch;
    private final ChatPrompt prompts;
    private final @Nullable Slot[] slots;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Slot.Job> waiting = new ArrayDeque<>();
    private final AtomicLong steps = new AtomicLong();
    private final EngineTasks tasks = new EngineTasks();
    private final PromptStore store;
    private boolean closing;

    public Engine(NativeRuntime runtime, NativeModel model, ContextShape shape) {
        this(runtime, model, shape, ContextExtras.NONE);
    }

    /**
     * An engine whose model has adapters.
     *
     * @throws WorkbenchException DAMAGED or USAGE if one is no adapter for this model
     */
    public static Engine adapted(
            NativeRuntime runtime, NativeModel model, ContextShape shape, List<Adapter> adapters)
            throws IOException {
        return new Engine(
                runtime, model, shape, ContextExtras.adapted(model.adapters(runtime, adapters)));
    }

    private Engine(
            NativeRuntime runtime, NativeModel model, ContextShape shape, ContextExtras extras) {
        this.runtime = runtime;
        this.model = model;
        this.context = new DecodeContext(runtime, model, shape, ThreadBudget.SHARED, extras);
        this.batch = context.newBatch();
        this.prompts = new ChatPrompt(runtime.llama(), model);
        this.slots = new Slot[shape.sequences()];
        this.store = new PromptStore(context, slots.length, i -> slots[i] == null);
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("engram-decode-" + model.file().path().getFileName())
                        .unstarted(this::run);
        thread.start();
    }

    /** Requests being decoded. */
    public int activeRequests() {
        lock.lock();
        try {
            return (int) active().stream().filter(s -> !s.job().generation().done()).count();
        } finally {
            lock.unlock();
        }
    }

    /** Requests that wait for a slot. */
    public int waitingRequests() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Room for the batch of an engine: as much as is useful, no more than the context. */
    public static int batchTokens(int contextTokens) {
        return Math.min(BATCH_TOKENS, contextTokens);
    }

    public NativeModel model() {
        return model;
    }

    /** Tokens one request may have. */
    public int room() {
        return context.room();
    }

    /** How many steps it has taken. */
    public long steps() {
        return steps.get();
    }

    public int countPromptTokens(GenerationRequest request) {
        return prompts.tokens(request).length;
    }

    /** Queues a request. */
    public Generation submit(GenerationRequest request) {
        return submit(request, "", true);
    }

    /**
     * Queues a request whose answer was begun elsewhere.
     *
     * @param soFar text of the answer; the result carries only what follows, its usage counts all
     * @param reuse whether what a slot still holds of the prompt may be taken over
     */
    public Generation submit(GenerationRequest request, String soFar, boolean reuse) {
        long now = System.nanoTime();
        if (!request.grammar().isEmpty()) {
            GrammarCheck.check(request.grammar());
        }
        int[] begun = model.vocabulary().tokenize(soFar, false);
        PromptFit fit = PromptFit.of(prompts, request, room());
        PromptFit prompt = fit.with(begun);
        LiveGeneration generation = new LiveGeneration(this::wake);
        if (begun.length > 0
                && (begun.length >= request.maxTokens() || prompt.tokens().length >= room())) {
            generation.end(nothingMore(fit, begun.length));
            return generation;
        }
        lock.lock();
        try {
            if (closing) {
                throw new IllegalStateException("the model is closed");
            }
            waiting.add(new Slot.Job(prompt, begun.length, reuse, request, generation, now));
            work.signalAll();
        } finally {
            lock.unlock();
        }
        return generation;
    }

    /** The answer was at its end already, when the place where it began was lost. */
    private static GenerationResult nothingMore(PromptFit fit, int begun) {
        return new GenerationResult(
                "",
                FinishReason.LENGTH,
                new Usage(fit.tokens().length, begun, 0, fit.trimmed()),
                new Timings(0, 0, 0, 0, 0));
    }

    /**
     * Reads a prompt, unless a slot holds it, and saves its keys and values.
     *
     * @param circumstances what must be the same when it is restored
     */
    public SavedPrompt savePrompt(
            GenerationRequest request, Path file, Map<String, String> circumstances)
            throws IOException {
        int[] prompt = PromptFit.of(prompts, request, room()).tokens();
        for (int attempt = 0; attempt < 3; attempt++) {
            submit(request.withMaxTokens(1).withAlternatives(0)).result();
            Optional<SavedPrompt> saved =
                    tasks.run(() -> store.save(prompt, file, circumstances), this::notifyLoop);
            if (saved.isPresent()) {
                return saved.get();
            }
        }
        throw WorkbenchException.resource(
                "other requests took the prompt's place before it was saved",
                "save it when the model is less busy, or load it with more slots",
                null);
    }

    /** Puts a saved prompt into a free slot: a request that begins like it need not read it. */
    public SavedPrompt restorePrompt(Path file, Map<String, String> circumstances)
            throws IOException {
        return tasks.run(() -> store.restore(file, circumstances), this::notifyLoop);
    }

    private void notifyLoop() {
        lock.lock();
        try {
            if (closing) {
                tasks.cancelAll();
            }
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something was cancelled: a decode in progress is stopped, so that the loop sees it. */
    private void wake() {
        context.abort(true);
        lock.lock();
        try {
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            boolean open = true;
            while (open) {
                try {
                    tasks.runAll();
                    open = admit();
                    if (open && !active().isEmpty()) {
                        step();
                    }
                } catch (RuntimeException | Error e) {
                    failAll(e);
                }
            }
        } finally {
            failAll(new IllegalStateException("the model was closed"));
            tasks.cancelAll();
            context.close();
        }
    }

    /** Fills free slots from the queue; waits while there is nothing to do; false on close. */
    private boolean admit() {
        lock.lock();
        try {
            while (true) {
                if (closing) {
                    return false;
                }
                context.abort(false);
                dropCancelled();
                while (mayStart()) {
                    start(waiting.remove());
                }
                if (!active().isEmpty() || !tasks.isEmpty()) {
                    return true;
                }
                work.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the first in the queue can have a slot; one that wants to be alone waits for that.
     */
    private boolean mayStart() {
        Slot.Job first = waiting.peek();
        List<Slot> active = active();
        if (first == null || active.size() == slots.length) {
            return false;
        }
        boolean alone = active.stream().anyMatch(s -> s.job().request().deterministic());
        return active.isEmpty() || !alone && !first.request().deterministic();
    }

    /** Gives a request the free slot that holds most of its prompt already. */
    private void start(Slot.Job job) {
        int best = -1;
        int longest = -1;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                int common = context.commonStart(i, job.prompt());
                if (common > longest) {
                    best = i;
                    longest = common;
                }
            }
        }
        // The last token of the prompt is always decoded: its logits are wanted.
        boolean anew = job.request().deterministic() || !job.reuse();
        int reused = anew ? 0 : Math.min(longest, job.prompt().length - 1);
        context.truncate(best, reused);
        int kept = context.nextPosition(best);
        try {
            slots[best] = new Slot(best, job, kept, model.vocabulary(), runtime.llama(), room());
        } catch (WorkbenchException e) {
            job.generation().fail(e);
        } catch (RuntimeException | Error e) {
            job.generation().fail(internal(e)); // It is in no list any more: nobody else would.
            throw e;
        }
    }

    private void dropCancelled() {
        long now = System.nanoTime();
        for (Slot slot : active()) {
            if (slot.job().generation().cancelled()) {
                slot.end(FinishReason.CANCELLED, now);
                free(slot);
            }
        }
        for (Slot.Job job : List.copyOf(waiting)) {
            if (job.generation().cancelled()) {
                waiting.remove(job);
                job.generation()
                        .end(
                                new GenerationResult(
                                        "",
                                        FinishReason.CANCELLED,
                                        new Usage(
                                                job.prompt().length - job.begun(),
                                                job.begun(),
                                                0,
                                                job.trimmed()),
                                        new Timings(0, 0, 0, 0, (now - job.atNanos()) / 1e6)));
            }
        }
    }

    private List<Slot> active() {
        List<Slot> active = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot != null) {
                active.add(slot);
            }
        }
        return active;
    }

    private void free(Slot slot) {
        slots[slot.sequence()] = null;
        slot.close(); // What the sequence holds stays: the next request may begin alike.
    }

    /** One decode: the next token of every answer first, then prompts into what room is left. */
    private void step() {
        List<Slot> active = byArrival(active());
        long now = System.nanoTime();
        batch.clear();
        List<Slot> part = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (boolean prefill : new boolean[] {false, true}) {
            int share = active.size() > 1 ? PREFILL_SHARE : batch.room();
            for (Slot slot : active) {
                if (slot.inPrefill() == prefill && batch.room() > 0 && share > 0) {
                    int before = batch.size();
                    int position = context.nextPosition(slot.sequence());
                    rows.add(slot.fill(batch, prefill ? share : 1, position, now));
                    part.add(slot);
                    counts.add(batch.size() - before);
                    share -= prefill ? batch.size() - before : 0;
                }
            }
        }
        context.steady(active.getFirst().job().request().deterministic()); // It is alone then.
        DecodeContext.Outcome outcome = context.decode(batch);
        steps.incrementAndGet();
        if (outcome == DecodeContext.Outcome.ABORTED) {
            return;
        }
        for (int i = 0; i < part.size(); i++) {
            Slot slot = part.get(i);
            slot.decoded(counts.get(i));
            if (rows.get(i) >= 0) {
                int token = context.sample(slot.sampler(), rows.get(i));
                slot.note(context, rows.get(i), token);
                if (slot.accept(token, System.nanoTime())) {
                    free(slot);
                }
            }
        }
    }

    /** In order of arrival, so that no prompt waits for one that came later. */
    private static List<Slot> byArrival(List<Slot> active) {
        return active.stream()
                .sorted(Comparator.comparingLong(slot -> slot.job().atNanos()))
                .toList();
    }

    private WorkbenchException internal(Throwable reason) {
        return reason instanceof WorkbenchException e
                ? e
                : new WorkbenchException(
                        Category.INTERNAL,
                        "the generation failed: " + reason,
                        "details: " + runtime.log().file(),
                        reason);
    }

    private void failAll(Throwable reason) {
        RuntimeException failure = internal(reason);
        for (Slot slot : active()) {
            slot.job().generation().fail(failure);
            free(slot);
        }
        lock.lock();
        try {
            if (closing) {
                waiting.forEach(job -> job.generation().fail(failure));
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops all requests and frees the context; the model stays. Returns when it is done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            context.abort(true);
            work.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
