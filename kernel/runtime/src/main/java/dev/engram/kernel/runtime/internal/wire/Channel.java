package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A request socket (shell, control, stdin). All calls from the one thread that owns it. */
public final class Channel implements AutoCloseable {

    private static final int LINGER_MILLIS = 1000;

    private final ZMQ.Socket socket;
    private final MessageCodec codec;

    private Channel(ZMQ.Socket socket, MessageCodec codec) {
        this.socket = socket;
        this.codec = codec;
    }

    /** Binds a router socket. */
    static Channel bind(ZMQ.Context context, Connection connection, int port) {
        ZMQ.Socket socket = context.socket(SocketType.ROUTER);
        socket.setLinger(LINGER_MILLIS);
        socket.setHWM(0);
        socket.bind(connection.address(port));
        return new Channel(socket, new MessageCodec(connection.signer()));
    }

    /** Waits for the next well-formed message. */
    public JupyterMessage receive() {
        while (true) {
            JupyterMessage message = read(0);
            if (message != null) {
                return message;
            }
        }
    }

    /** The next message if one arrives within {@code millis}, else {@code null}. */
    public @Nullable JupyterMessage poll(long millis) {
        socket.setReceiveTimeOut((int) millis);
        try {
            return read(millis == 0 ? ZMQ.DONTWAIT : 0);
        } finally {
            socket.setReceiveTimeOut(-1);
        }
    }

    private @Nullable JupyterMessage read(int flags) {
        byte[] frame = socket.recv(flags);
        if (frame == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add(frame);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        return codec.decode(frames);
    }

    /** Answers a message. */
    public void reply(JupyterMessage to, String type, JsonObject content) {
        send(to.identities(), type, to.rawHeader(), content);
    }

    /** Sends a message to a peer. */
    public void send(List<byte[]> identities, String type, byte[] parent, JsonObject content) {
        List<byte[]> frames =
                codec.encode(identities, type, parent, new JsonObject(), content, List.of());
        send(socket, frames);
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size() - 1; i++) {
            socket.send(frames.get(i), ZMQ.SNDMORE);
        }
        socket.send(frames.getLast(), 0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
