package dev.engram.models.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationRequest.Overlong;
import dev.engram.models.Sampling;
import dev.engram.models.internal.openai.Wire;
import dev.engram.models.remote.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerRequestTest {

    @TempDir Path folder;

    private static GenerationRequest read(String json) {
        try {
            return WorkerRequest.of(Wire.JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static WorkbenchException refused(String json) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> read(json));
        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.category()).isEqualTo(Category.USAGE);
        return refusal;
    }

    /** What the client writes is what the worker reads, whatever it asks for. */
    @Test
    void requestsSurviveTheWire() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            GenerationRequest request =
                    (random.nextBoolean()
                                    ? GenerationRequest.raw("ä\n\"🙂" + seed)
                                    : GenerationRequest.chat(
                                            List.of(
                                                    ChatMessage.system("s\u0001"),
                                                    ChatMessage.user("u" + seed),
                                                    ChatMessage.assistant(""),
                                                    ChatMessage.user("again"))))
                            .withMaxTokens(1 + random.nextInt(5000))
                            .withStop(random.nextBoolean() ? List.of() : List.of("\n\n", "ä"))
                            .withDeterministic(random.nextBoolean())
                            .withOverlong(random.nextBoolean() ? Overlong.TRIM : Overlong.REFUSE)
                            .withAlternatives(random.nextInt(100));
            request =
                    random.nextBoolean()
                            ? request.withIgnoreEnd(true)
                            : request.withGrammar("root ::= \"a\"");
            request = request.withSampling(sampling(random));
            ObjectNode body = Wire.body(request, "h1", ServerKind.WORKER);
            assertThat(read(body.toString())).as("seed " + seed).isEqualTo(request);
        }
    }

    private static Sampling sampling(Random random) {
        Sampling sampling =
                new Sampling(
                        random.nextInt(3) * 0.7,
                        random.nextInt(100),
                        random.nextDouble(),
                        random.nextDouble(),
                        0.5 + random.nextDouble(),
                        random.nextInt() & 0xffff_ffffL);
        sampling = sampling.withDry(new Sampling.Dry(random.nextDouble(), 1.5, 3));
        return sampling.temperature() == 0
                ? sampling
                : sampling.withMirostat(new Sampling.Mirostat(random.nextInt(3), 4, 0.2))
                        .withXtc(new Sampling.Xtc(random.nextDouble(), 0.3))
                        .withTypicalP(random.nextDouble());
    }

    @Test
    void contentsOfOtherClientsAreTakenOrRefusedButNeverLost() {
        assertThat(
                        read("{\"messages\":[{\"role\":\"user\",\"content\":"
                                        + "[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]},"
                                        + "{\"role\":\"assistant\",\"content\":null}]}")
                                .messages())
                .containsExactly(ChatMessage.user("ab"), ChatMessage.assistant(""));
        assertThat(
                        refused(
                                "{\"messages\":[{\"role\":\"user\",\"content\":"
                                        + "[{\"type\":\"image_url\"}]}]}"))
                .hasMessageContaining("part that is no text");
        assertThat(refused("{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}"))
                .hasMessageContaining("'tool'");
    }

    @Test
    void whatIsOutOfRangeIsNamedByTheValuesOwnCheck() {
        assertThat(refused("{\"prompt\":\"a\",\"temperature\":9}"))
                .hasMessageContaining("temperature 9");
        assertThat(refused("{\"prompt\":\"a\",\"temperature\":1,\"top_k\":-1}"))
                .hasMessageContaining("top-k -1");
        assertThat(refused("{\"prompt\":\"a\",\"max_tokens\":0}"))
                .hasMessageContaining("max-tokens");
        assertThat(refused("{\"prompt\":[1,2]}")).hasMessageContaining("the prompt is empty");
        ObjectNode body = Wire.body(GenerationRequest.raw("a"), "h1", ServerKind.WORKER);
        ((ObjectNode) body.get("engram_sampling")).put("topP", 7);
        assertThat(refused(body.toString())).hasMessageContaining("top-p 7");
        assertThat(refused("{\"prompt\":\"a\",\"engram_sampling\":{\"penalties\":3}}"))
                .hasMessageContaining("engram_sampling");
    }

    @Test
    void stopTextsComeSingleInAListOrNotAtAll() {
        assertThat(read("{\"prompt\":\"a\",\"stop\":\"x\"}").stop()).containsExactly("x");
        assertThat(read("{\"prompt\":\"a\",\"stop\":[\"x\",\"y\"]}").stop())
                .containsExactly("x", "y");
        assertThat(read("{\"prompt\":\"a\",\"stop\":null}").stop()).isEmpty();
    }

    /** A file of another program, or half of one, is no worker, and no fault either. */
    @Test
    void whateverTheAddressFileHoldsIsAWorkerOrNone() throws IOException {
        WorkbenchHome home = new WorkbenchHome(folder);
        ProcessHandle self = ProcessHandle.current();
        WorkerAddress here =
                new WorkerAddress(self.pid(), WorkerAddress.startOf(self), 1, "t", "b");
        here.write(home);
        assertThat(WorkerAddress.read(home)).contains(here);
        Path file = WorkerAddress.folder(home).resolve("worker.json");
        String sound = Files.readString(file);
        for (String text :
                List.of(
                        "",
                        "null",
                        "{}",
                        "[]",
                        "7",
                        "{",
                        sound.replace("\"token\":\"t\"", "\"token\":null"),
                        sound.replace("\"pid\":", "\"pid\":9"),
                        sound.substring(0, sound.length() / 2))) {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            assertThat(WorkerAddress.read(home)).as(text).isEmpty();
        }
        here.write(home);
        new WorkerAddress(self.pid(), 5, 1, "t", "b").remove(home);
        assertThat(file).exists();
        here.remove(home);
        assertThat(file).doesNotExist();
    }
}
