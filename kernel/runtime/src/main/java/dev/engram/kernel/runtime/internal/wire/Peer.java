package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A small client of a kernel: sends requests, waits for replies and for the end of broadcasts. */
public final class Peer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket shell;
    private final ZMQ.Socket broadcast;
    private final MessageCodec codec;

    /** Connects to the shell and broadcast sockets of a kernel. */
    public Peer(Connection connection) {
        codec = new MessageCodec(connection.signer());
        broadcast = context.socket(SocketType.SUB);
        broadcast.setReceiveTimeOut(TIMEOUT_MILLIS);
        broadcast.connect(connection.address(connection.iopub()));
        broadcast.subscribe(new byte[0]);
        shell = context.socket(SocketType.DEALER);
        shell.setReceiveTimeOut(TIMEOUT_MILLIS);
        shell.connect(connection.address(connection.shell()));
    }

    /**
     * Sends a request and waits for its reply and the kernel to be idle again.
     *
     * @return the content of the reply
     * @throws IllegalStateException if none comes within 30 seconds
     */
    public JsonObject ask(String type, JsonObject content) {
        Channel.send(
                shell,
                codec.encode(List.of(), type, new byte[0], new JsonObject(), content, List.of()));
        JupyterMessage reply = receive(shell);
        while (!isIdle(receive(broadcast))) {
            // what the cell shows is read like a client would
        }
        return reply.content();
    }

    private static boolean isIdle(JupyterMessage message) {
        return message.type().equals("status")
                && message.text("execution_state", "").equals("idle");
    }

    private JupyterMessage receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        byte @Nullable [] frame = socket.recv();
        while (frame != null) {
            frames.add(frame);
            frame = socket.hasReceiveMore() ? socket.recv() : null;
        }
        JupyterMessage message = codec.decode(frames);
        if (message == null) {
            throw new IllegalStateException("no message came");
        }
        return message;
    }

    @Override
    public void close() {
        shell.setLinger(0);
        broadcast.setLinger(0);
        shell.close();
        broadcast.close();
        context.close();
    }
}
