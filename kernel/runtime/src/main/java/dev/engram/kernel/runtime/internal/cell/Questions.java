package dev.engram.kernel.runtime.internal.cell;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.Channel;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** Asks the user for lines: one thread owns the stdin socket, any thread may ask. */
public final class Questions {

    private static final long POLL_MILLIS = 20;

    private record Question(
            Execution execution, String prompt, boolean secret, CompletableFuture<String> answer) {}

    private final LinkedBlockingQueue<Optional<Question>> waiting = new LinkedBlockingQueue<>();

    /**
     * Asks and waits.
     *
     * @return the line without its end
     * @throws IOException if the client does not answer questions
     * @throws InterruptedException if the cell is stopped meanwhile
     */
    public String ask(Execution execution, String prompt, boolean secret)
            throws IOException, InterruptedException {
        if (!execution.allowStdin()) {
            throw new IOException("this client does not answer questions of a cell (no stdin)");
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.add(Optional.of(new Question(execution, prompt, secret, answer)));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new IOException("no answer", e);
        }
    }

    /** Ends {@link #serve}. */
    public void close() {
        waiting.add(Optional.empty());
    }

    /** Serves the socket until {@link #close}. */
    public void serve(Channel stdin) {
        while (true) {
            Optional<Question> next;
            try {
                next = waiting.take();
            } catch (InterruptedException e) {
                return;
            }
            if (next.isEmpty()) {
                return;
            }
            Question question = next.get();
            if (!question.answer.isDone()) {
                put(stdin, question);
            }
        }
    }

    private static void put(Channel stdin, Question question) {
        JupyterMessage late = stdin.poll(0);
        while (late != null) {
            late = stdin.poll(0);
        }
        JsonObject content = new JsonObject();
        content.addProperty("prompt", question.prompt);
        content.addProperty("password", question.secret);
        Execution execution = question.execution;
        stdin.send(execution.identities(), "input_request", execution.parent(), content);
        while (!question.answer.isDone()) {
            JupyterMessage reply = stdin.poll(POLL_MILLIS);
            if (reply != null && reply.type().equals("input_reply")) {
                question.answer.complete(reply.text("value", ""));
            }
        }
    }
}
