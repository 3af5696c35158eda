package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.cell.Questions;
import dev.engram.kernel.runtime.internal.wire.Broadcast;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Shows values in the cell whose thread shows them. Thread-safe. */
final class CellDisplay {

    private final Broadcast broadcast;
    private final Questions questions;

    CellDisplay(Broadcast broadcast, Questions questions) {
        this.broadcast = broadcast;
        this.questions = questions;
    }

    void show(DisplayData data) {
        send("display_data", MimeBundle.of(data));
    }

    void update(DisplayData data) {
        send("update_display_data", MimeBundle.of(data));
    }

    void clear(boolean beforeNextOutput) {
        JsonObject content = new JsonObject();
        content.addProperty("wait", beforeNextOutput);
        send("clear_output", content);
    }

    String ask(String prompt, boolean secret) {
        Execution execution = Execution.current();
        if (execution == null) {
            throw new IllegalStateException("only code of a cell can ask");
        }
        System.out.flush();
        try {
            return questions.ask(execution, prompt, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    void send(String type, JsonObject content) {
        Execution execution = Execution.current();
        if (execution == null || execution.silent()) {
            return;
        }
        System.out.flush();
        System.err.flush();
        broadcast.publish(execution.parent(), type, content);
    }
}
