package dev.engram.kernel.runtime.internal.session;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.wire.Broadcast;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** The type comms send to; never bound, it hands everything to the broadcast. */
final class CommSocket extends JupyterSocket {

    private static final Gson GSON = new Gson();

    private final Broadcast broadcast;

    CommSocket(Broadcast broadcast) {
        super(
                ZMQ.context(1),
                SocketType.PUB,
                HMACGenerator.NO_AUTH_INSTANCE,
                LoggerFactory.getLogger(CommSocket.class));
        this.broadcast = broadcast;
    }

    @Override
    public void bind(KernelConnectionProperties connection) {
        // not a socket of its own
    }

    @Override
    public synchronized void sendMessage(Message<?> message) {
        Execution execution = Execution.current();
        List<byte[]> buffers = message.getBlobs();
        Map<String, Object> metadata = message.getNonNullMetadata();
        broadcast.publish(
                execution == null ? new byte[0] : execution.parent(),
                message.getHeader().getType().getName(),
                GSON.toJsonTree(metadata).getAsJsonObject(),
                content(message.getContent()),
                buffers == null ? List.of() : buffers);
    }

    static JsonObject content(Object command) {
        JsonObject content = new JsonObject();
        switch (command) {
            case CommOpenCommand open -> {
                content.addProperty("comm_id", open.getCommID());
                content.addProperty("target_name", open.getTargetName());
                content.add("data", open.getData());
            }
            case CommMsgCommand message -> {
                content.addProperty("comm_id", message.getCommID());
                content.add("data", message.getData());
            }
            case CommCloseCommand close -> {
                content.addProperty("comm_id", close.getCommID());
                content.add("data", close.getData());
            }
            default -> throw new IllegalArgumentException(command.getClass().getName());
        }
        return content;
    }
}
