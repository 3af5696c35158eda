package dev.engram.kernel.runtime.internal.session;

import dev.engram.kernel.runtime.internal.assist.Completions;
import dev.engram.kernel.runtime.internal.assist.Inspections;
import dev.engram.kernel.runtime.internal.assist.WholeCode;
import dev.engram.kernel.runtime.internal.wire.Channel;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import org.zeromq.ZMQException;

/** Serves the shell socket: cells and questions about code, one after the other. */
final class ShellRequests {

    private final Kernel kernel;
    private final Status status;
    private final CellRequests cells;
    private final Deque<JupyterMessage> backlog = new ArrayDeque<>();

    ShellRequests(Kernel kernel) {
        this.kernel = kernel;
        this.status = new Status(kernel.sockets().broadcast());
        this.cells = new CellRequests(kernel);
    }

    void serve(Channel shell) {
        while (true) {
            JupyterMessage waiting = backlog.poll();
            JupyterMessage request = waiting == null ? shell.receive() : waiting;
            status.busy(request);
            try {
                answer(shell, request);
            } catch (ZMQException e) {
                throw e;
            } catch (RuntimeException e) {
                if (request.type().endsWith("_request")) {
                    shell.reply(
                            request,
                            Replies.replyType(request),
                            Replies.error(
                                    e.getClass().getSimpleName(), String.valueOf(e.getMessage())));
                }
            } finally {
                status.idle(request);
            }
        }
    }

    private void answer(Channel shell, JupyterMessage request) {
        switch (request.type()) {
            case "execute_request" -> execute(shell, request);
            case "kernel_info_request" -> {
                kernel.awaitShell(); // the answer says that cells can come
                shell.reply(request, "kernel_info_reply", KernelInfo.reply());
            }
            case "complete_request" ->
                    shell.reply(
                            request,
                            "complete_reply",
                            kernel.evaluator()
                                    .onShell(
                                            cell ->
                                                    Completions.reply(
                                                            cell,
                                                            request.text("code", ""),
                                                            request.number("cursor_pos", -1))));
            case "inspect_request" ->
                    shell.reply(
                            request,
                            "inspect_reply",
                            kernel.evaluator()
                                    .onShell(
                                            cell ->
                                                    Inspections.reply(
                                                            cell,
                                                            request.text("code", ""),
                                                            request.number("cursor_pos", -1),
                                                            request.number("detail_level", 0))));
            case "is_complete_request" ->
                    shell.reply(
                            request,
                            "is_complete_reply",
                            kernel.evaluator()
                                    .onShell(
                                            cell ->
                                                    WholeCode.reply(
                                                            cell, request.text("code", ""))));
            case "history_request" ->
                    shell.reply(request, "history_reply", cells.history().reply(request));
            case "comm_info_request" ->
                    shell.reply(
                            request,
                            "comm_info_reply",
                            kernel.comms().info(request.text("target_name", "")));
            case "comm_open", "comm_msg", "comm_close" -> cells.comm(request);
            case "shutdown_request" -> Replies.shutdown(kernel, shell, request);
            default -> {
                if (request.type().endsWith("_request")) {
                    shell.reply(
                            request,
                            Replies.replyType(request),
                            Replies.error("NotSupported", "unknown request"));
                }
            }
        }
    }

    private void execute(Channel shell, JupyterMessage request) {
        CellRequests.Reply reply = cells.execute(request);
        if (reply.failed() && request.flag("stop_on_error", true)) {
            takeWaiting(shell);
            shell.reply(request, "execute_reply", reply.content());
            abortWaitingCells(shell);
        } else {
            shell.reply(request, "execute_reply", reply.content());
        }
    }

    /** What was sent before the failure is told; what comes after it is a new wish. */
    private void takeWaiting(Channel shell) {
        JupyterMessage message = shell.poll(0);
        while (message != null) {
            backlog.add(message);
            message = shell.poll(0);
        }
    }

    private void abortWaitingCells(Channel shell) {
        for (JupyterMessage waiting : backlog) {
            if (waiting.type().equals("execute_request")) {
                status.busy(waiting);
                shell.reply(waiting, "execute_reply", cells.aborted());
                status.idle(waiting);
            }
        }
        backlog.removeIf(waiting -> waiting.type().equals("execute_request"));
    }
}
