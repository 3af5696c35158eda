package dev.engram.bench.task;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A model on a server that is gone: every request really connects to a port nobody listens on. */
final class DeadRemote implements LanguageModel {

    private static final int CONNECT_MILLIS = 2_000;

    private final int port;

    DeadRemote() throws IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = once.getLocalPort();
        }
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("dead", "dead", "", "none", "", 0, 0, 0, 4096, 0, true, "");
    }

    @Override
    public int countTokens(String text) {
        return text.length() / 4;
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return 0;
    }

    @Override
    public int contextTokens() {
        return 4096;
    }

    @Override
    public Generation generate(GenerationRequest request) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            throw WorkbenchException.resource(
                    "the dead remote answers: another program took its port", "run again", null);
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "no connection to the remote model: " + e.getMessage(), "is it running?", e);
        }
    }

    @Override
    public void close() {}
}
