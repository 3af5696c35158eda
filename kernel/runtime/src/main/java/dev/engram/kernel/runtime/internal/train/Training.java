package dev.engram.kernel.runtime.internal.train;

import com.google.gson.JsonObject;
import dev.engram.kernel.runtime.internal.session.Kernel;
import dev.engram.kernel.runtime.internal.wire.Connection;
import dev.engram.kernel.runtime.internal.wire.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs real cells through a real kernel over real sockets, so that the JVM records what it needs.
 */
public final class Training {

    private static final String CELLS = "training-cells.txt";
    private static final int ROUNDS = 4;

    private Training() {}

    /**
     * Runs the cells.
     *
     * @param attach what the process does with its kernel once it is there
     * @return how many cells ran, and how many of them failed
     */
    public static Summary run(Consumer<Kernel> attach) throws InterruptedException {
        Connection connection = loopback();
        Kernel kernel = new Kernel(connection);
        attach.accept(kernel);
        int ran = 0;
        int failed = 0;
        try (Peer client = new Peer(connection)) {
            JsonObject ignored = client.ask("kernel_info_request", new JsonObject());
            for (int round = 0; round < ROUNDS; round++) {
                for (String cell : cells()) {
                    JsonObject reply = client.ask("execute_request", request(cell));
                    ran++;
                    failed += reply.get("status").getAsString().equals("ok") ? 0 : 1;
                }
                assist(client);
            }
        }
        kernel.end();
        kernel.awaitEnd();
        return new Summary(ran, failed);
    }

    /**
     * What happened.
     *
     * @param cells how many cells ran
     * @param failed how many of them failed
     */
    public record Summary(int cells, int failed) {}

    private static JsonObject request(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.addProperty("allow_stdin", false);
        content.addProperty("stop_on_error", true);
        content.add("user_expressions", new JsonObject());
        return content;
    }

    private static void assist(Peer client) {
        for (String type : List.of("complete_request", "inspect_request", "is_complete_request")) {
            JsonObject content = new JsonObject();
            content.addProperty("code", "String.valu");
            content.addProperty("cursor_pos", 11);
            content.addProperty("detail_level", 0);
            JsonObject ignored = client.ask(type, content);
        }
    }

    static List<String> cells() {
        try (InputStream stream = Training.class.getResourceAsStream(CELLS)) {
            if (stream == null) {
                throw new IllegalStateException(CELLS + " is not in the jar");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.split("\n---\n", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection loopback() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return new Connection(
                    "tcp",
                    "127.0.0.1",
                    ports[0],
                    ports[1],
                    ports[2],
                    ports[3],
                    ports[4],
                    "hmac-sha256",
                    UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
