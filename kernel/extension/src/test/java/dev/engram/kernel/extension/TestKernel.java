package dev.engram.kernel.extension;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** A kernel that keeps what is displayed, and whose session is a map of variables. */
class TestKernel extends BaseKernel {

    /** Everything displayed, first shows and updates, in order. */
    final List<DisplayData> displayed = new ArrayList<>();

    final Map<String, Object> variables = new HashMap<>();
    final List<String> evaluated = new ArrayList<>();

    TestKernel() {
        super(
                "test",
                "1",
                new LanguageInfo("java", "25", "", "", "", "", ""),
                List.of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                false,
                new StringStyler("", "", "", line -> ""));
    }

    /** A test kernel that does for magics what ours does. */
    static final class Host extends TestKernel implements MagicHost {
        @Override
        public void updateDisplay(String displayId, DisplayData data) {
            display(data);
        }
    }

    @Override
    public synchronized void display(DisplayData data) {
        displayed.add(data);
    }

    synchronized List<String> texts() {
        return displayed.stream()
                .map(data -> String.valueOf(data.getData(MIMEType.TEXT_PLAIN)))
                .toList();
    }

    @Override
    public Object evalRaw(String source) {
        evaluated.add(source);
        if (source.startsWith("var ")) {
            long id = Long.parseLong(source.replaceAll(".*take\\((\\d+)L\\);", "$1"));
            variables.put(source.split(" ")[1], PlainHost.take(id));
            return null;
        }
        if (!variables.containsKey(source)) {
            throw new IllegalArgumentException("cannot find symbol " + source);
        }
        return variables.get(source);
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return DisplayData.EMPTY;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        return new ReplacementOptions(List.of(), at, at);
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_YES;
    }
}
