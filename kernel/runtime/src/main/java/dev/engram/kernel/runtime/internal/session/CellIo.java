package dev.engram.kernel.runtime.internal.session;

import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.kernel.JupyterIO;

/** Extensions' view of input and output, always attached. */
final class CellIo extends JupyterIO {

    CellIo(CellEnvironment environment) {
        super(StandardCharsets.UTF_8);
        setEnv(environment);
        setJupyterInEnabled(true);
    }
}
