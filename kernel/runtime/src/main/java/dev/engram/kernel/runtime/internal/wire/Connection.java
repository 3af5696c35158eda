package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/**
 * Where a kernel listens and with which key it signs, as a connection file says.
 *
 * @param transport {@code tcp}
 * @param ip the address to bind
 * @param shell port of the shell socket
 * @param control port of the control socket
 * @param stdin port of the stdin socket
 * @param iopub port of the broadcast socket
 * @param heartbeat port of the heartbeat socket
 * @param scheme such as {@code hmac-sha256}
 * @param key the shared secret; empty where messages are not signed
 */
public record Connection(
        String transport,
        String ip,
        int shell,
        int control,
        int stdin,
        int iopub,
        int heartbeat,
        String scheme,
        String key) {

    /**
     * Reads a connection file.
     *
     * @throws WorkbenchException if it is missing, unreadable or not a connection file
     */
    public static Connection read(Path file) {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            Connection connection =
                    new Connection(
                            text(json, "transport", "tcp"),
                            text(json, "ip", "127.0.0.1"),
                            json.get("shell_port").getAsInt(),
                            json.get("control_port").getAsInt(),
                            json.get("stdin_port").getAsInt(),
                            json.get("iopub_port").getAsInt(),
                            json.get("hb_port").getAsInt(),
                            text(json, "signature_scheme", "hmac-sha256"),
                            text(json, "key", ""));
            if (!connection.transport.equals("tcp")) {
                throw WorkbenchException.usage(
                        "transport '" + connection.transport + "' in " + file,
                        "this kernel speaks tcp only: set c.KernelManager.transport = 'tcp'");
            }
            return connection;
        } catch (IOException e) {
            throw WorkbenchException.missing(
                    "cannot read the connection file " + file,
                    "a Jupyter client passes it: start the kernel from there");
        } catch (WorkbenchException e) {
            throw e;
        } catch (RuntimeException e) {
            throw WorkbenchException.damaged(
                    "not a Jupyter connection file: " + file,
                    "it must be a JSON object with the five ports");
        }
    }

    private static String text(JsonObject json, String name, String fallback) {
        JsonElement value = json.get(name);
        return value == null || value.isJsonNull() ? fallback : value.getAsString();
    }

    String address(int port) {
        return transport + "://" + ip + ":" + port;
    }

    /** A new signer; signers lock, so each socket has its own. */
    HMACGenerator signer() {
        if (key.isEmpty()) {
            return HMACGenerator.NO_AUTH_INSTANCE;
        }
        try {
            return new HMACGenerator(scheme.replace("-", "").toLowerCase(Locale.ROOT), key);
        } catch (GeneralSecurityException e) {
            throw WorkbenchException.usage(
                    "unknown signature scheme '" + scheme + "'", "use hmac-sha256");
        }
    }
}
