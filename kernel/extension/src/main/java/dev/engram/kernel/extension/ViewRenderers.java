package dev.engram.kernel.extension;

import dev.engram.base.Rich;
import dev.engram.commands.view.HtmlView;
import dev.engram.commands.view.TextView;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.jspecify.annotations.Nullable;

/** Shows results: {@link Rich} values as they say, records and lists of records as tables. */
final class ViewRenderers {

    private ViewRenderers() {}

    static void register(Renderer renderer) {
        renderer.createRegistration(Rich.class).register(ViewRenderers::render);
        renderer.createRegistration(Record.class).register(ViewRenderers::render);
        renderer.createRegistration(Collection.class).register(ViewRenderers::render);
    }

    private static void render(Object value, RenderContext context) {
        show(value, context.getOutputContainer());
    }

    /** Puts all representations of a value. */
    static void show(Object value, DisplayData data) {
        if (value instanceof Rich rich) {
            for (Map.Entry<String, Object> form : rich.mimeBundle().entrySet()) {
                data.putData(form.getKey(), encoded(form.getValue()));
            }
        } else {
            @Nullable String html = HtmlView.of(value);
            if (html != null) {
                data.putHTML(html);
            }
        }
        if (!(value instanceof Rich rich) || !rich.mimeBundle().containsKey("text/plain")) {
            data.putText(TextView.of(value));
        }
    }

    private static Object encoded(Object form) {
        return form instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : form;
    }
}
