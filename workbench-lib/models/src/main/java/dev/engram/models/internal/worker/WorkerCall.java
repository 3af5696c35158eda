package dev.engram.models.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.internal.engine.LiveGeneration;
import dev.engram.models.internal.openai.StreamReader;
import dev.engram.models.internal.openai.StreamedAnswer;
import dev.engram.models.internal.openai.Wire;
import dev.engram.models.internal.worker.WorkerClient.Opened;
import dev.engram.models.remote.ServerKind;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request to the worker and its tries. After a lost worker an answer is continued from its text
 * so far. Where that would change the answer (a grammar, a penalty, a deterministic request) it is
 * written again, and must begin with what was shown already.
 */
final class WorkerCall {

    private static final int TRIES = 3;
    private static final AtomicLong NUMBER = new AtomicLong();

    private final WorkerModel model;
    private final GenerationRequest request;
    private final LiveGeneration generation = new LiveGeneration(this::cancel);
    private final String id = ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    private final boolean continues;
    private String shown = "";
    private final StringBuilder again = new StringBuilder();
    private int tries;
    private volatile Opened at;

    /** A try that is under way: its events come through the reader, its result from the answer. */
    private record Try(StreamReader reader, StreamedAnswer answer) {}

    WorkerCall(WorkerModel model, GenerationRequest request) {
        this.model = model;
        this.request = request;
        this.at = model.current();
        this.continues =
                request.grammar().isEmpty()
                        && request.sampling().penalties().off()
                        && request.sampling().dry().multiplier() == 0
                        && request.sampling().mirostat().version() == 0
                        && request.alternatives() == 0
                        && !request.deterministic();
    }

    /** Returns when the worker has accepted the request. */
    Generation start() {
        Try first = begun();
        Thread.ofVirtual().name("engram-worker-answer").start(() -> run(first));
        return generation;
    }

    private void run(Try first) {
        @Nullable Try current = first;
        while (true) {
            try {
                Try now = current == null ? begun() : current;
                if (generation.cancelled()) {
                    cancel(); // It was meant for a worker that is lost: this one must hear it, too.
                }
                generation.end(followed(now));
                return;
            } catch (WorkerLost e) {
                current = null;
                if (generation.cancelled()) {
                    generation.end(cancelled());
                    return;
                }
                try {
                    another(e);
                } catch (RuntimeException failure) {
                    generation.fail(failure);
                    return;
                }
            } catch (RuntimeException e) {
                generation.fail(e);
                return;
            }
        }
    }

    /** Sends the request until a worker has accepted it. */
    private Try begun() {
        while (true) {
            try {
                return sent();
            } catch (WorkerLost e) {
                another(e);
            }
        }
    }

    private Try sent() {
        ObjectNode body = Wire.body(request, at.handle(), ServerKind.WORKER).put("id", id);
        if (continues) {
            body.put("so_far", shown);
        }
        again.setLength(0);
        StreamReader reader = new StreamReader(at.link().connection(), model.silenceMillis());
        StreamedAnswer answer = new StreamedAnswer("the worker", this::piece, System::nanoTime);
        try {
            reader.start(Wire.path(request), body);
            return new Try(reader, answer);
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was asked of the model");
        } catch (WorkbenchException e) {
            throw WorkerLost.of(e);
        }
    }

    private GenerationResult followed(Try one) {
        try {
            one.reader()
                    .events(
                            (event, data) -> {
                                one.answer().take(data);
                                return !one.answer().over();
                            });
            GenerationResult end = one.answer().result();
            return new GenerationResult(
                    shown, end.finishReason(), end.usage(), end.timings(), end.tokens());
        } catch (InterruptedException e) {
            throw new WorkerLost("interrupted");
        } catch (WorkbenchException e) {
            throw WorkerLost.of(e);
        }
    }

    private void another(WorkerLost why) {
        if (++tries == TRIES) {
            throw WorkbenchException.resource(
                    why.getMessage() + "; " + TRIES + " workers did not bring the answer",
                    "the log is worker.log in the logs of the workbench; or take another model",
                    why);
        }
        at = model.reopened(at);
    }

    private void piece(String text) {
        if (continues) {
            shown += text;
            generation.emit(text);
            return;
        }
        again.append(text);
        String whole = again.toString();
        if (whole.length() > shown.length() && whole.startsWith(shown)) {
            generation.emit(whole.substring(shown.length()));
            shown = whole;
        } else if (!shown.startsWith(whole)) {
            throw WorkbenchException.resource(
                    "the worker was lost within an answer, and another began it otherwise",
                    "ask again",
                    null);
        }
    }

    private GenerationResult cancelled() {
        return new GenerationResult(
                shown,
                GenerationResult.FinishReason.CANCELLED,
                new GenerationResult.Usage(0, 0),
                new GenerationResult.Timings(0, 0, 0, 0, 0));
    }

    /** From any thread: the worker frees the slot and ends the stream. */
    private void cancel() {
        Opened where = at;
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                where.link()
                                        .connection()
                                        .post(
                                                "/../engram/cancel",
                                                Wire.JSON.createObjectNode().put("id", id));
                            } catch (WorkbenchException | InterruptedException e) {
                                // Then the stream ends, which ends the answer, too.
                            }
                        });
    }
}
