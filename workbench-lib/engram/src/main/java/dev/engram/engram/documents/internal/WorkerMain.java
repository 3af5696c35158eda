package dev.engram.engram.documents.internal;

import dev.engram.engram.documents.DocumentResult;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.SynchronousQueue;

/**
 * The process that reads hostile formats: one request after the other from standard input, the
 * answers to standard output. It ends with its parent, even in the middle of a document.
 */
public final class WorkerMain {

    private static final int PARENT_GONE = 4;

    private WorkerMain() {}

    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), 1 << 16));
        System.setOut(System.err);
        org.apache.pdfbox.pdmodel.font.FontMappers.set(new FixedFonts());
        SynchronousQueue<Wire.Request> requests = new SynchronousQueue<>();
        Thread listener = new Thread(() -> listen(in, requests), "requests");
        listener.setDaemon(true);
        listener.start();
        while (true) {
            Wire.Request request = requests.take();
            DocumentResult result =
                    Readers.read(request.format(), request.content(), request.limits());
            Wire.write(out, result);
        }
    }

    private static void listen(DataInputStream in, SynchronousQueue<Wire.Request> requests) {
        try {
            while (true) {
                requests.put(Wire.readRequest(in));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(PARENT_GONE);
        }
    }
}
