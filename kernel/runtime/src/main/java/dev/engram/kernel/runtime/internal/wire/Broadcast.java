package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Everything sent to all clients: one queue, one writer thread, in the order of the calls. Printed
 * text is gathered up to 64 KB or 20 ms. Thread-safe; callers never touch the socket. A thread that
 * prints faster than the writer sends waits, and stops waiting when it is interrupted.
 */
public final class Broadcast {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PENDING_BYTES = 4L * 1024 * 1024;
    private static final int LINGER_MILLIS = 1000;
    private static final long FINISH_MILLIS = 1500;

    private sealed interface Item {
        record Whole(
                byte[] parent,
                String type,
                JsonObject metadata,
                JsonObject content,
                List<byte[]> buffers)
                implements Item {}

        record Printed(PrintedText text) implements Item {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final SendRate rate = new SendRate();
    private final Thread writer;
    private long pendingBytes;
    private boolean finishing;

    Broadcast(ZMQ.Context context, Connection connection) {
        socket = context.socket(SocketType.XPUB);
        socket.setLinger(LINGER_MILLIS);
        socket.setHWM(0);
        socket.bind(connection.address(connection.iopub()));
        codec = new MessageCodec(connection.signer());
        writer = Thread.ofPlatform().daemon().name("kernel-iopub").unstarted(this::write);
    }

    void start() {
        writer.start();
    }

    /** Queues a message. */
    public void publish(byte[] parent, String type, JsonObject content) {
        publish(parent, type, new JsonObject(), content, List.of());
    }

    /** Queues a message with metadata and attachments. */
    public void publish(
            byte[] parent,
            String type,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        lock.lock();
        try {
            queue.add(new Item.Whole(parent, type, metadata, content, buffers));
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues printed bytes in UTF-8; a character may be split between calls.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    public void print(byte[] parent, String stream, byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            while (pendingBytes > PENDING_BYTES && !finishing) {
                room.await();
            }
            if (queue.peekLast() instanceof Item.Printed(PrintedText last)
                    && last.belongsTo(parent, stream)
                    && last.size() < CHUNK_BYTES) {
                last.append(bytes, offset, length);
                if (last.size() >= CHUNK_BYTES) {
                    work.signal();
                }
            } else {
                PrintedText text = new PrintedText(parent, stream, System.nanoTime());
                text.append(bytes, offset, length);
                queue.add(new Item.Printed(text));
                work.signal();
            }
            pendingBytes += length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        SplitCharacters split = new SplitCharacters();
        while (true) {
            Item item = next();
            if (item == null) {
                socket.close();
                return;
            }
            welcomeSubscribers();
            // Plain tests of type: a switch over patterns spins a class when it first runs.
            if (item instanceof Item.Printed(PrintedText text)) {
                print(text, split.decode(text));
            } else if (item instanceof Item.Whole whole) {
                send(
                        whole.parent(),
                        whole.type(),
                        whole.metadata(),
                        whole.content(),
                        whole.buffers());
            }
        }
    }

    private void print(PrintedText text, String ready) {
        if (ready.isEmpty()) {
            return;
        }
        JsonObject content = new JsonObject();
        content.addProperty("name", text.stream());
        content.addProperty("text", ready);
        send(text.parent(), "stream", new JsonObject(), content, List.of());
        rate.sent(text.size());
    }

    private @Nullable Item next() {
        lock.lock();
        try {
            while (true) {
                Item head = queue.peek();
                if (head == null) {
                    if (finishing) {
                        return null;
                    }
                    if (!work.await(50, TimeUnit.MILLISECONDS)) {
                        welcomeSubscribers();
                    }
                    continue;
                }
                if (head instanceof Item.Printed(PrintedText text)
                        && queue.size() == 1
                        && text.size() < CHUNK_BYTES
                        && !finishing) {
                    long wait = text.sinceNanos() + CHUNK_NANOS - System.nanoTime();
                    if (wait > 0) {
                        work.awaitNanos(wait);
                        continue;
                    }
                }
                queue.remove();
                if (head instanceof Item.Printed(PrintedText text)) {
                    pendingBytes -= text.size();
                    room.signalAll();
                }
                return head;
            }
        } catch (InterruptedException e) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Greets each new subscription, as protocol 5.4 asks. */
    private void welcomeSubscribers() {
        byte[] subscription = socket.recv(ZMQ.DONTWAIT);
        while (subscription != null) {
            if (subscription.length > 0 && subscription[0] == 1) {
                byte[] topic = Arrays.copyOfRange(subscription, 1, subscription.length);
                JsonObject content = new JsonObject();
                content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
                List<byte[]> frames =
                        codec.encode(
                                List.of(topic.length == 0 ? topic("iopub_welcome") : topic),
                                "iopub_welcome",
                                new byte[0],
                                new JsonObject(),
                                content,
                                List.of());
                Channel.send(socket, frames);
            }
            subscription = socket.recv(ZMQ.DONTWAIT);
        }
    }

    private void send(
            byte[] parent,
            String type,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        Channel.send(
                socket,
                codec.encode(List.of(topic(type)), type, parent, metadata, content, buffers));
    }

    private static byte[] topic(String type) {
        return ("kernel." + type).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends what is queued and closes the socket. */
    void finish() {
        lock.lock();
        try {
            finishing = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(FINISH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
