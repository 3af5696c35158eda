package dev.engram.kernel.extension;

import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** One place on the page whose content is replaced. It appears with its first content. */
class UpdatingDisplay {

    private final BaseKernel kernel;
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    UpdatingDisplay(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** Shows text and its HTML form, replacing what was shown. */
    synchronized void show(String text, String html) {
        DisplayData data = new DisplayData(text);
        data.putHTML(html);
        // Not setDisplayId: its return type differs between the versions of the interface.
        data.putTransientData("display_id", id);
        if (!shown) {
            shown = true;
            kernel.display(data);
        } else if (kernel instanceof MagicHost host) {
            host.updateDisplay(id, data);
        } else {
            kernel.getIO().display.updateDisplay(data);
        }
    }

    synchronized boolean shown() {
        return shown;
    }
}
