package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.Channel;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;

/** Serves the control socket: what must work while a cell runs. */
final class ControlRequests {

    private final Kernel kernel;
    private final Interrupts interrupts;
    private final Status status;

    ControlRequests(Kernel kernel, Interrupts interrupts) {
        this.kernel = kernel;
        this.interrupts = interrupts;
        this.status = new Status(kernel.sockets().broadcast());
    }

    void serve(Channel control) {
        while (true) {
            JupyterMessage request = control.receive();
            status.busy(request);
            try {
                answer(control, request);
            } finally {
                status.idle(request);
            }
        }
    }

    private void answer(Channel control, JupyterMessage request) {
        switch (request.type()) {
            case "interrupt_request" -> {
                interrupts.arrived(request);
                control.reply(request, "interrupt_reply", Replies.ok());
            }
            case "shutdown_request" -> Replies.shutdown(kernel, control, request);
            case "kernel_info_request" ->
                    control.reply(request, "kernel_info_reply", KernelInfo.reply());
            case "debug_request" -> {
                JsonObject content = new JsonObject();
                content.addProperty("type", "response");
                content.addProperty("success", false);
                content.addProperty("message", "this kernel has no debugger");
                control.reply(request, "debug_reply", content);
            }
            default -> {
                if (request.type().endsWith("_request")) {
                    control.reply(
                            request,
                            Replies.replyType(request),
                            Replies.error("NotSupported", "not on the control channel"));
                }
            }
        }
    }
}
