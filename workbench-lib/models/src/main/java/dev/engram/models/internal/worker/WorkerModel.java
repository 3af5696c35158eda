package dev.engram.models.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.ModelInfo;
import dev.engram.models.internal.openai.Wire;
import dev.engram.models.internal.worker.WorkerClient.Opened;
import dev.engram.models.remote.ServerKind;
import java.nio.file.Path;

/**
 * A model in the worker. Where the worker dies or hangs, another is started and the model opened
 * there: requests under way go on from the text they have.
 */
public final class WorkerModel implements LanguageModel {

    private final WorkerClient client;
    private final Path file;
    private final LoadOptions options;
    private Opened opened;
    private boolean closed;

    private WorkerModel(WorkerClient client, Path file, LoadOptions options, Opened opened) {
        this.client = client;
        this.file = file;
        this.options = options;
        this.opened = opened;
    }

    /**
     * Opens a model, starting the worker if none runs.
     *
     * @throws WorkbenchException as a load in this process; RESOURCE if the worker cannot start
     */
    public static WorkerModel open(
            WorkerClient client, Path file, LoadOptions options, Progress progress) {
        return new WorkerModel(client, file, options, client.open(file, options, progress));
    }

    synchronized Opened current() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return opened;
    }

    /** Another place for the model, after one was lost; whoever asks first makes it. */
    synchronized Opened reopened(Opened lost) {
        if (current() == lost) {
            client.end(lost.link());
            opened = client.open(file, options, Progress.none());
        }
        return opened;
    }

    int silenceMillis() {
        return client.silenceMillis();
    }

    @Override
    public ModelInfo info() {
        return current().info();
    }

    @Override
    public int contextTokens() {
        return current().contextTokens();
    }

    @Override
    public int countTokens(String text) {
        return count(Wire.JSON.createObjectNode().put("text", text));
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return count(Wire.body(request, "", ServerKind.WORKER));
    }

    private int count(ObjectNode body) {
        Opened at = current();
        try {
            return count(at, body);
        } catch (WorkerLost e) {
            return countElsewhere(at, body);
        }
    }

    private int countElsewhere(Opened lost, ObjectNode body) {
        try {
            return count(reopened(lost), body);
        } catch (WorkerLost again) {
            throw again.forUser();
        }
    }

    private static int count(Opened at, ObjectNode body) {
        try {
            return at.link()
                    .connection()
                    .post("/../engram/count", body.put("model", at.handle()))
                    .path("tokens")
                    .asInt();
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was asked of the model");
        } catch (WorkbenchException e) {
            throw WorkerLost.of(e);
        }
    }

    @Override
    public Generation generate(GenerationRequest request) {
        return new WorkerCall(this, request).start();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                opened.link()
                        .connection()
                        .post(
                                "/../engram/close",
                                Wire.JSON.createObjectNode().put("handle", opened.handle()));
            } catch (WorkbenchException e) {
                // The worker is gone, and the model with it.
            } catch (InterruptedException e) {
                Thread.currentThread()
                        .interrupt(); // It sees that this process ended, at the latest.
            }
        }
    }
}
