package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationRequest.Overlong;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a prompt that has its place in the context.
 *
 * @param tokens fewer than the context holds
 * @param trimmed tokens that were left out, as asked
 */
record PromptFit(int[] tokens, int trimmed) {

    /**
     * Tokenizes a request and holds it against the room there is. What is trimmed leaves room for
     * the answer, up to half of the context.
     *
     * @throws WorkbenchException USAGE with the figures if it does not fit and nothing may or can
     *     be left out
     */
    static PromptFit of(ChatPrompt prompts, GenerationRequest request, int room) {
        int[] all = prompts.tokens(request);
        if (all.length == 0) {
            throw WorkbenchException.usage("the prompt has no tokens", "give some text");
        }
        if (all.length < room) {
            return new PromptFit(all, 0);
        }
        if (request.overlong() == Overlong.REFUSE) {
            throw tooLong("the prompt", all.length, room);
        }
        int limit = Math.max(1, room - Math.min(request.maxTokens(), room / 2));
        int[] fitting =
                request.messages().isEmpty()
                        ? end(all, limit, prompts.addsBegin(), room)
                        : turns(prompts, request, limit, room);
        return new PromptFit(fitting, all.length - fitting.length);
    }

    /** The same with the beginning of an answer behind it. */
    PromptFit with(int[] begun) {
        int[] all = java.util.Arrays.copyOf(tokens, tokens.length + begun.length);
        System.arraycopy(begun, 0, all, tokens.length, begun.length);
        return new PromptFit(all, trimmed);
    }

    private static WorkbenchException tooLong(String what, int tokens, int room) {
        return WorkbenchException.usage(
                what
                        + " has "
                        + tokens
                        + " tokens, the context holds "
                        + room
                        + ", the answer included",
                "shorten the prompt or load the model with a larger context");
    }

    /** The end of a raw prompt, behind the begin mark if there is one. */
    private static int[] end(int[] all, int limit, boolean begin, int room) {
        if (limit < 2) {
            throw tooLong("the prompt", all.length, room);
        }
        int[] kept = new int[limit];
        System.arraycopy(all, all.length - limit, kept, 0, limit);
        if (begin) {
            kept[0] = all[0];
        }
        return kept;
    }

    /** Instructions and the last message stay; the oldest turns go, a question with its answer. */
    private static int[] turns(ChatPrompt prompts, GenerationRequest request, int limit, int room) {
        List<ChatMessage> instructions = new ArrayList<>();
        List<ChatMessage> rest = new ArrayList<>(request.messages());
        while (rest.size() > 1 && rest.getFirst().role() == ChatMessage.Role.SYSTEM) {
            instructions.add(rest.removeFirst());
        }
        int[] tokens;
        do {
            if (rest.size() == 1) {
                int least = prompts.tokens(request.withMessages(joined(instructions, rest))).length;
                throw tooLong("the last message with its instructions", least, room);
            }
            rest.removeFirst();
            while (rest.size() > 1 && rest.getFirst().role() == ChatMessage.Role.ASSISTANT) {
                rest.removeFirst();
            }
            tokens = prompts.tokens(request.withMessages(joined(instructions, rest)));
        } while (tokens.length > (rest.size() == 1 ? room - 1 : limit));
        return tokens;
    }

    private static List<ChatMessage> joined(List<ChatMessage> first, List<ChatMessage> then) {
        List<ChatMessage> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
