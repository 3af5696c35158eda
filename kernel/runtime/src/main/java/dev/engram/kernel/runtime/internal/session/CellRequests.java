package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.eval.CellOutcome;
import dev.engram.kernel.runtime.internal.wire.Broadcast;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Runs the cells that clients send. Used by the shell thread alone. */
final class CellRequests {

    /**
     * What to answer.
     *
     * @param content of the {@code execute_reply}
     * @param failed whether waiting cells are to be dropped
     */
    record Reply(JsonObject content, boolean failed) {}

    private final Kernel kernel;
    private final Broadcast broadcast;
    private final History history = new History();
    private int count;

    CellRequests(Kernel kernel) {
        this.kernel = kernel;
        this.broadcast = kernel.sockets().broadcast();
    }

    History history() {
        return history;
    }

    Reply execute(JupyterMessage request) {
        String code = request.text("code", "");
        boolean silent = request.flag("silent", false);
        boolean store = !silent && request.flag("store_history", true);
        if (store) {
            count++;
        }
        int number = Math.max(1, count);
        Execution execution =
                new Execution(
                        number,
                        request.rawHeader(),
                        request.identities(),
                        request.flag("allow_stdin", false),
                        silent);
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", number);
            broadcast.publish(request.rawHeader(), "execute_input", input);
        }
        kernel.input().clear();
        kernel.interrupts().begin(request, execution);
        CellOutcome outcome;
        try {
            outcome =
                    kernel.interrupts().interruptedBefore(request)
                            ? new CellOutcome.Stopped("")
                            : kernel.evaluator().evaluate(execution, () -> code, this::render);
        } finally {
            kernel.interrupts().end();
        }
        @Nullable String shown = publish(execution, outcome);
        if (store) {
            history.add(number, code, shown);
        }
        return reply(request, execution, outcome);
    }

    /** Lets a comm take a client's message, as code of a cell. */
    void comm(JupyterMessage request) {
        Execution execution =
                new Execution(
                        Math.max(1, count),
                        request.rawHeader(),
                        request.identities(),
                        false,
                        false);
        KernelFacade facade = kernel.facade();
        kernel.interrupts().begin(request, execution);
        try {
            CellOutcome outcome =
                    kernel.evaluator()
                            .run(
                                    execution,
                                    () -> {
                                        kernel.comms().handle(request, facade.environment());
                                        return null;
                                    });
            @Nullable String ignored = publish(execution, outcome);
        } finally {
            kernel.interrupts().end();
        }
    }

    private Object render(Object value) {
        DisplayData rendered =
                value instanceof DisplayData data
                        ? data
                        : kernel.facade().getRenderer().render(value);
        return MimeBundle.of(rendered);
    }

    /** Shows the result or the failure; returns the result's plain text. */
    private @Nullable String publish(Execution execution, CellOutcome outcome) {
        Failure failure = Failure.of(outcome);
        if (failure != null) {
            if (outcome instanceof CellOutcome.Stopped(String note)
                    && !note.isEmpty()
                    && !execution.silent()) {
                byte[] line = (note + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
                broadcast.print(execution.parent(), "stderr", line, 0, line.length);
            }
            broadcast.publish(execution.parent(), "error", failure.json());
            return null;
        }
        if (outcome instanceof CellOutcome.Done(Object value)
                && value instanceof JsonObject bundle
                && !bundle.getAsJsonObject("data").isEmpty()) {
            if (!execution.silent()) {
                bundle.addProperty("execution_count", execution.number());
                broadcast.publish(execution.parent(), "execute_result", bundle);
            }
            JsonElement text = bundle.getAsJsonObject("data").get("text/plain");
            return text == null || !text.isJsonPrimitive() ? null : text.getAsString();
        }
        return null;
    }

    private Reply reply(JupyterMessage request, Execution execution, CellOutcome outcome) {
        Failure failure = Failure.of(outcome);
        JsonObject content = failure == null ? Replies.ok() : failure.json();
        content.addProperty("status", failure == null ? "ok" : "error");
        content.addProperty("execution_count", execution.number());
        content.add("payload", payload(execution.pages()));
        JsonObject answers = new JsonObject();
        if (failure == null
                && request.content().get("user_expressions") instanceof JsonObject asked) {
            for (Map.Entry<String, JsonElement> entry : asked.entrySet()) {
                answers.add(
                        entry.getKey(), userExpression(execution, entry.getValue().getAsString()));
            }
        }
        content.add("user_expressions", answers);
        return new Reply(content, failure != null);
    }

    private JsonObject userExpression(Execution cell, String code) {
        Execution execution =
                new Execution(cell.number(), cell.parent(), cell.identities(), false, true);
        CellOutcome outcome = kernel.evaluator().evaluate(execution, () -> code, this::render);
        Failure failure = Failure.of(outcome);
        JsonObject answer = failure == null ? Replies.ok() : failure.json();
        answer.addProperty("status", failure == null ? "ok" : "error");
        if (outcome instanceof CellOutcome.Done(Object value)) {
            JsonObject bundle = value instanceof JsonObject b ? b : new JsonObject();
            answer.add("data", bundle.has("data") ? bundle.get("data") : new JsonObject());
            answer.add("metadata", new JsonObject());
        }
        return answer;
    }

    private static JsonArray payload(List<Map<String, String>> pages) {
        JsonArray payload = new JsonArray();
        for (Map<String, String> page : pages) {
            JsonObject data = new JsonObject();
            page.forEach(data::addProperty);
            JsonObject entry = new JsonObject();
            entry.addProperty("source", "page");
            entry.add("data", data);
            entry.addProperty("start", 0);
            payload.add(entry);
        }
        return payload;
    }

    /** The reply to a cell that was waiting when another one failed. */
    JsonObject aborted() {
        JsonObject content = new JsonObject();
        content.addProperty("status", "aborted");
        content.addProperty("execution_count", Math.max(1, count));
        return content;
    }
}
