package dev.engram.kernel.runtime.internal.wire;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The five bound sockets of a kernel and the threads that own them. */
public final class Sockets {

    /** What a thread does with the socket it owns, until the sockets are closed. */
    @FunctionalInterface
    public interface Owner {
        void serve(Channel channel);
    }

    private final ZMQ.Context context = ZMQ.context(1);
    private final Connection connection;
    private final Broadcast broadcast;
    private final Channel shell;
    private final Channel control;
    private final Channel stdin;
    private final ZMQ.Socket heartbeat;

    /** Binds all sockets, the broadcast first: a client subscribes while the rest starts. */
    public Sockets(Connection connection) {
        this.connection = connection;
        this.broadcast = new Broadcast(context, connection);
        this.shell = Channel.bind(context, connection, connection.shell());
        this.control = Channel.bind(context, connection, connection.control());
        this.stdin = Channel.bind(context, connection, connection.stdin());
        this.heartbeat = context.socket(SocketType.REP);
        heartbeat.setLinger(0);
        heartbeat.bind(connection.address(connection.heartbeat()));
        daemon("heartbeat", this::echo);
        broadcast.start();
    }

    public Broadcast broadcast() {
        return broadcast;
    }

    public Connection connection() {
        return connection;
    }

    /** Starts the threads that serve the three request sockets. */
    public void serve(Owner shellOwner, Owner controlOwner, Owner stdinOwner) {
        own("shell", shell, shellOwner);
        own("control", control, controlOwner);
        own("stdin", stdin, stdinOwner);
    }

    private static void own(String name, Channel channel, Owner owner) {
        daemon(
                name,
                () -> {
                    try (channel) {
                        owner.serve(channel);
                    } catch (ZMQException e) {
                        if (e.getErrorCode() != ZMQ.Error.ETERM.getCode()) {
                            throw e;
                        }
                    }
                });
    }

    private void echo() {
        try (heartbeat) {
            while (true) {
                byte[] beat = heartbeat.recv();
                if (beat != null) {
                    heartbeat.send(beat);
                }
            }
        } catch (ZMQException e) {
            // closed
        }
    }

    /** Sends what is queued, then closes all sockets. Blocks for two seconds at most. */
    public void close() {
        broadcast.finish();
        Thread closer = daemon("close", context::term);
        try {
            closer.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name("kernel-" + name).start(body);
    }
}
