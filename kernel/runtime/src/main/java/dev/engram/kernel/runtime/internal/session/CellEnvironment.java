package dev.engram.kernel.runtime.internal.session;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishClearOutput;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/** What extensions publish, sent to the cell whose thread publishes it. */
@SuppressWarnings("NullAway") // nothing of the inherited state is used
final class CellEnvironment extends ShellReplyEnvironment {

    private final CellDisplay display;

    CellEnvironment(CellDisplay display) {
        super(null, null, null, null);
        this.display = display;
    }

    @Override
    public void publish(Message<?> message) {
        if (message.getContent() instanceof ContentType<?> content) {
            send(content);
        }
    }

    @Override
    public <T extends ContentType<T>> void publish(T content) {
        send(content);
    }

    private void send(ContentType<?> content) {
        switch (content) {
            case PublishDisplayData data -> display.show(data);
            case PublishUpdateDisplayData data -> display.update(data);
            case PublishClearOutput clear -> display.clear(clear.shouldWait());
            case CommCloseCommand close -> display.send("comm_close", CommSocket.content(close));
            default -> {}
        }
    }

    @Override
    public void setBusyDeferIdle() {
        // the request that brought us here tells its own status
    }

    @Override
    public void writeToStdOut(String text) {
        System.out.print(text);
    }

    @Override
    public void writeToStdErr(String text) {
        System.err.print(text);
    }

    @Override
    public String readFromStdIn(String prompt, boolean secret) {
        return display.ask(prompt, secret);
    }
}
