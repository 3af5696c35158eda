package dev.engram.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers with the last line of what it was asked, word by word; a token is a word or a line end.
 */
public class EchoModel implements LanguageModel {

    public final List<GenerationRequest> requests = new ArrayList<>();
    private final int contextTokens;
    private final long parameters;

    public EchoModel(int contextTokens, long parameters) {
        this.contextTokens = contextTokens;
        this.parameters = parameters;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(
                "echo", "Echo", "", "none", "F32", parameters, 1, 32, contextTokens, 1, true, "");
    }

    @Override
    public int countTokens(String text) {
        String spaced = text.replace("\n", " \n ").strip();
        return spaced.isEmpty() ? 0 : spaced.split("[ \\t]+", -1).length;
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return request.messages().stream().mapToInt(m -> 4 + countTokens(m.content())).sum();
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    /** The user's message of the newest request. */
    public String asked() {
        return requests.getLast().messages().getLast().content();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        requests.add(request);
        if (countPromptTokens(request) + request.maxTokens() > contextTokens) {
            throw WorkbenchException.usage("too long", "shorten it");
        }
        ChatMessage last = request.messages().getLast();
        String text = last.content().lines().reduce((a, b) -> b).orElse("");
        return new Generation() {
            @Override
            public GenerationResult forEachToken(Consumer<String> sink) {
                for (String word : text.split("(?<= )")) {
                    if (Thread.interrupted()) {
                        throw WorkbenchException.interrupted("interrupted: the answer is cut");
                    }
                    sink.accept(word);
                }
                return result();
            }

            @Override
            public GenerationResult result() {
                return new GenerationResult(
                        text,
                        GenerationResult.FinishReason.END,
                        new GenerationResult.Usage(countPromptTokens(request), countTokens(text)),
                        new GenerationResult.Timings(0, 1, 1, 1, 1));
            }

            @Override
            public void cancel() {}

            @Override
            public boolean done() {
                return true;
            }
        };
    }

    @Override
    public void close() {}
}
