package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.wire.Broadcast;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.jspecify.annotations.Nullable;

/** Open channels between a notebook's widgets and extensions. */
final class KernelComms extends CommManager {

    private final Broadcast broadcast;
    private @Nullable CommSocket socket;

    KernelComms(Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    /** The socket is made on first use: most notebooks have no widgets. */
    private synchronized void connect() {
        if (socket == null) {
            socket = new CommSocket(broadcast);
            setIOPubChannel(socket);
            setMessageContext(
                    message(
                            MessageType.COMM_MSG_COMMAND,
                            new CommMsgCommand("", new JsonObject()),
                            List.of()));
        }
    }

    @Override
    public <T extends Comm> T openComm(String targetName, CommFactory<T> factory) {
        connect();
        return super.openComm(targetName, factory);
    }

    @Override
    public void messageComm(
            String id, JsonObject data, Map<String, Object> metadata, List<byte[]> buffers) {
        connect();
        super.messageComm(id, data, metadata, buffers);
    }

    @Override
    public void closeComm(Comm comm) {
        connect();
        super.closeComm(comm);
    }

    /** Passes a client's message on, on the thread of the cell. */
    void handle(JupyterMessage request, ReplyEnvironment environment) {
        String id = request.text("comm_id", "");
        JsonElement sent = request.content().get("data");
        JsonObject data = sent instanceof JsonObject object ? object : new JsonObject();
        switch (request.type()) {
            case "comm_open" ->
                    handleCommOpenCommand(
                            environment,
                            message(
                                    MessageType.COMM_OPEN_COMMAND,
                                    new CommOpenCommand(id, request.text("target_name", ""), data),
                                    request.buffers()));
            case "comm_msg" ->
                    handleCommMsgCommand(
                            environment,
                            message(
                                    MessageType.COMM_MSG_COMMAND,
                                    new CommMsgCommand(id, data),
                                    request.buffers()));
            default ->
                    handleCommCloseCommand(
                            environment,
                            message(
                                    MessageType.COMM_CLOSE_COMMAND,
                                    new CommCloseCommand(id, data),
                                    request.buffers()));
        }
    }

    private static <T> Message<T> message(MessageType<T> type, T content, List<byte[]> buffers) {
        return new Message<>(new Header<>(type), content, Map.of(), new ArrayList<>(buffers));
    }

    /** The {@code comm_info_reply}. */
    JsonObject info(String target) {
        JsonObject comms = new JsonObject();
        for (Comm comm : this) {
            if (target.isEmpty() || target.equals(comm.getTargetName())) {
                JsonObject one = new JsonObject();
                one.addProperty("target_name", comm.getTargetName());
                comms.add(comm.getID(), one);
            }
        }
        JsonObject content = Replies.ok();
        content.add("comms", comms);
        return content;
    }
}
