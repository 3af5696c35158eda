package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.internal.natives.Llama;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Turns a request into tokens. A conversation is rendered with the model's chat template; the
 * template's own marks become control tokens, the messages never do: a message that contains such a
 * mark cannot end its own turn or open another's.
 */
final class ChatPrompt {

    private static final String OPEN = "\uE000";
    private static final String CLOSE = "\uE001";
    private static final Pattern PLACE = Pattern.compile(OPEN + "(\\d+)" + CLOSE);

    private final Llama llama;
    private final NativeModel model;

    ChatPrompt(Llama llama, NativeModel model) {
        this.llama = llama;
        this.model = model;
    }

    /** Whether a begin mark stands before every prompt. */
    boolean addsBegin() {
        return model.vocabulary().addsBegin();
    }

    int[] tokens(GenerationRequest request) {
        IntStream tokens =
                request.messages().isEmpty()
                        ? IntStream.of(model.vocabulary().tokenize(request.prompt(), false))
                        : conversation(request.messages());
        int[] all = tokens.toArray();
        Vocabulary vocabulary = model.vocabulary();
        if (vocabulary.addsBegin() && (all.length == 0 || all[0] != vocabulary.begin())) {
            return IntStream.concat(IntStream.of(vocabulary.begin()), IntStream.of(all)).toArray();
        }
        return all;
    }

    private IntStream conversation(List<ChatMessage> messages) {
        String rendered = render(messages.stream().map(ChatMessage::role).toList());
        Vocabulary vocabulary = model.vocabulary();
        IntStream tokens = IntStream.empty();
        Matcher place = PLACE.matcher(rendered);
        int at = 0;
        while (place.find()) {
            String content = messages.get(Integer.parseInt(place.group(1))).content();
            tokens =
                    IntStream.concat(
                            IntStream.concat(
                                    tokens,
                                    IntStream.of(
                                            vocabulary.tokenize(
                                                    rendered.substring(at, place.start()), true))),
                            IntStream.of(vocabulary.tokenize(content, false)));
            at = place.end();
        }
        return IntStream.concat(
                tokens, IntStream.of(vocabulary.tokenize(rendered.substring(at), true)));
    }

    /** The template around numbered places for the contents. */
    String render(List<ChatMessage.Role> roles) {
        String template =
                model.file()
                        .text("tokenizer.chat_template")
                        .orElseThrow(
                                () ->
                                        WorkbenchException.usage(
                                                model.file().displayName()
                                                        + " has no chat template: it was not made"
                                                        + " for conversation",
                                                "give a raw prompt, or choose an instruct model"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment messages = arena.allocate(ValueLayout.ADDRESS, 2L * roles.size());
            for (int i = 0; i < roles.size(); i++) {
                messages.setAtIndex(
                        ValueLayout.ADDRESS, 2L * i, arena.allocateFrom(roles.get(i).wireName()));
                messages.setAtIndex(
                        ValueLayout.ADDRESS, 2L * i + 1, arena.allocateFrom(OPEN + i + CLOSE));
            }
            MemorySegment native0 = arena.allocateFrom(template);
            int room = 4096 + 256 * roles.size();
            MemorySegment buffer = arena.allocate(room);
            int bytes = llama.applyTemplate(native0, messages, roles.size(), true, buffer, room);
            if (bytes > room) {
                room = bytes;
                buffer = arena.allocate(room);
                bytes = llama.applyTemplate(native0, messages, roles.size(), true, buffer, room);
            }
            if (bytes < 0) {
                throw WorkbenchException.usage(
                        model.file().displayName() + ": its chat template is of an unknown kind",
                        "give a raw prompt, or choose another model");
            }
            return new String(
                    buffer.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE),
                    StandardCharsets.UTF_8);
        }
    }
}
