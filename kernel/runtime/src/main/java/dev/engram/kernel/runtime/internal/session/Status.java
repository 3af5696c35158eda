package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.Broadcast;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;

/**
 * Tells all clients when a request is being worked on. Nothing is told at the start: it could
 * overtake the welcome of a client that is just subscribing. Thread-safe.
 */
record Status(Broadcast broadcast) {

    void busy(JupyterMessage request) {
        send(request.rawHeader(), "busy");
    }

    void idle(JupyterMessage request) {
        send(request.rawHeader(), "idle");
    }

    private void send(byte[] parent, String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        broadcast.publish(parent, "status", content);
    }
}
