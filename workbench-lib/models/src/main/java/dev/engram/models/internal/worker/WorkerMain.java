package dev.engram.models.internal.worker;

import dev.engram.base.WorkbenchHome;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The worker process. Arguments: workbench home, fingerprint of the program, seconds without work
 * after which it ends. Standard output and error are its log.
 */
public final class WorkerMain {

    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        // Without it the system holds back the last piece of an answer for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        WorkbenchHome home = new WorkbenchHome(Path.of(arguments[0]));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        try (WorkerServer server = new WorkerServer(home, token, Long.parseLong(arguments[2]))) {
            ProcessHandle self = ProcessHandle.current();
            WorkerAddress address =
                    new WorkerAddress(
                            self.pid(),
                            WorkerAddress.startOf(self),
                            server.port(),
                            token,
                            arguments[1]);
            address.write(home);
            System.out.println(java.time.Instant.now() + " " + address + " is ready");
            server.awaitEnd();
            address.remove(home);
            System.out.println(java.time.Instant.now() + " " + address + " ends");
        }
        Runtime.getRuntime().halt(0);
    }
}
