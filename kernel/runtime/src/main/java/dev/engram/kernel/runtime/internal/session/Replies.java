package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.Channel;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;

/** Replies that more than one channel gives. */
final class Replies {

    private static final String REQUEST = "_request";

    private Replies() {}

    static JsonObject ok() {
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        return content;
    }

    static JsonObject error(String name, String message) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", name);
        content.addProperty("evalue", message);
        content.add("traceback", new JsonArray());
        return content;
    }

    static String replyType(JupyterMessage request) {
        String type = request.type();
        return type.substring(0, type.length() - REQUEST.length()) + "_reply";
    }

    static void shutdown(Kernel kernel, Channel channel, JupyterMessage request) {
        JsonObject content = ok();
        content.addProperty("restart", request.flag("restart", false));
        kernel.interrupt();
        channel.reply(request, "shutdown_reply", content);
        kernel.sockets().broadcast().publish(request.rawHeader(), "shutdown_reply", content);
        kernel.end();
    }
}
