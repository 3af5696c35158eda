package dev.engram.models.internal.engine;

import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Holds a LoRA adapter against the model it is for, before llama.cpp does. */
final class AdapterFile {

    private static final String FIRST = ".lora_a";
    private static final String SECOND = ".lora_b";

    private final GgufFile file;
    private final GgufFile model;

    private AdapterFile(GgufFile file, GgufFile model) {
        this.file = file;
        this.model = model;
    }

    /**
     * @throws WorkbenchException DAMAGED naming the field if it is no adapter, USAGE if it is one
     *     for another model
     */
    static void check(Path path, GgufFile model) throws IOException {
        new AdapterFile(GgufFile.readStructure(path), model).run();
    }

    private void run() {
        expect("general.type", "adapter");
        expect("adapter.type", "lora");
        if (!file.architecture().equals(model.architecture())) {
            throw foreign(
                    "it was made for '%s', not '%s'"
                            .formatted(file.architecture(), model.architecture()));
        }
        boolean any = false;
        for (GgufTensor first : file.tensors()) {
            if (first.name().endsWith(FIRST)) {
                pair(first);
                any = true;
            } else if (first.name().endsWith(SECOND)) {
                partner(first, SECOND, FIRST);
            } else if (!first.name().endsWith("_norm.weight")) {
                throw damaged("tensor '" + first.name() + "' has no place in an adapter");
            }
        }
        if (!any) {
            throw damaged("it changes no tensor");
        }
    }

    private void expect(String key, String value) {
        String found = file.text(key).orElse("");
        if (!found.equals(value)) {
            throw damaged("'" + key + "' is '" + found + "', not '" + value + "'");
        }
    }

    private GgufTensor partner(GgufTensor tensor, String own, String other) {
        String base = tensor.name().substring(0, tensor.name().length() - own.length());
        return file.tensor(base + other)
                .orElseThrow(() -> damaged("'" + base + "' has no " + other.substring(1)));
    }

    private void pair(GgufTensor first) {
        String name = first.name().substring(0, first.name().length() - FIRST.length());
        GgufTensor second = partner(first, FIRST, SECOND);
        GgufTensor base =
                model.tensor(name)
                        .orElseThrow(() -> foreign("the model has no tensor '" + name + "'"));
        List<Long> a = matrix(first);
        List<Long> b = matrix(second);
        List<Long> w = base.dimensions();
        // The token table is looked up by rows, so its two factors stand the other way round.
        boolean fits =
                name.endsWith("token_embd.weight")
                        ? w.get(0).equals(b.get(1)) && w.get(1).equals(a.get(1))
                        : w.get(0).equals(a.get(0)) && w.get(1).equals(b.get(1));
        boolean sameRank =
                name.endsWith("token_embd.weight")
                        ? a.get(0).equals(b.get(0))
                        : a.get(1).equals(b.get(0));
        if (!fits) {
            throw foreign("'%s' is %s x %s there".formatted(name, w.get(0), w.get(1)));
        }
        if (!sameRank) {
            throw damaged("the two factors of '" + name + "' differ in rank");
        }
    }

    private List<Long> matrix(GgufTensor tensor) {
        if (tensor.dimensions().size() < 2) {
            throw damaged("tensor '" + tensor.name() + "' is no matrix");
        }
        return tensor.dimensions();
    }

    private WorkbenchException damaged(String problem) {
        return WorkbenchException.damaged(
                file.path() + ": not a usable LoRA adapter: " + Excerpt.of(problem),
                "convert it with llama.cpp's convert_lora_to_gguf.py");
    }

    private WorkbenchException foreign(String problem) {
        return WorkbenchException.usage(
                file.path() + " is not for " + model.displayName() + ": " + Excerpt.of(problem),
                "give the model that the adapter was trained on");
    }
}
