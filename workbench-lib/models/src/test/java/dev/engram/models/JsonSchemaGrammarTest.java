package dev.engram.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of random weights writes JSON of the shape all the same. */
class JsonSchemaGrammarTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String PERSON =
            """
            {"type": "object",
             "properties": {
               "nick": {"type": "string", "maxLength": 5},
               "name": {"type": "string", "minLength": 1, "maxLength": 8},
               "age": {"type": ["integer", "null"]},
               "kind": {"enum": ["cat", "dog", 7]},
               "tags": {"type": "array", "items": {"const": "x\\"y"}, "minItems": 1, "maxItems": 3},
               "home": {"$ref": "#/$defs/place"}},
             "required": ["name", "kind", "tags", "home"],
             "$defs": {"place": {"anyOf": [{"type": "boolean"},
               {"type": "object", "properties": {"zip": {"type": "string", "maxLength": 4}}}]}}}
            """;

    @TempDir Path folder;

    @Test
    void everyAnswerHasTheShape() throws IOException {
        String grammar = JsonSchemaGrammar.of(PERSON);
        Path file = TinyModel.write(folder.resolve("tiny.gguf"));
        try (Models models = new Models(Prepared.temporaryHome(folder.resolve("home")));
                LanguageModel model =
                        models.load(file, LoadOptions.DEFAULT.withThreads(1), Progress.none())) {
            int whole = 0;
            for (int seed = 0; seed < 25; seed++) {
                GenerationResult result =
                        model.generate(
                                        GenerationRequest.raw("go")
                                                .withMaxTokens(400)
                                                .withSampling(new Sampling(1.2, 0, 1, 0, 1, seed))
                                                .withGrammar(grammar))
                                .result();
                if (result.finishReason() == FinishReason.END) {
                    whole++;
                    check(JSON.readTree(result.text()));
                }
            }
            assertThat(whole).isGreaterThan(15);
        }
    }

    private static void check(JsonNode person) {
        assertThat(person.isObject()).isTrue();
        String name = person.get("name").asText();
        assertThat(name).isNotEmpty();
        if (!name.contains("\uFFFD")) { // Random bytes that are no characters count otherwise.
            assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(8);
        }
        assertThat(person.get("kind").asText()).isIn("cat", "dog", "7");
        assertThat(person.get("tags").size()).isBetween(1, 3);
        person.get("tags").forEach(tag -> assertThat(tag.asText()).isEqualTo("x\"y"));
        assertThat(person.get("home").isBoolean() || person.get("home").isObject()).isTrue();
        if (person.has("age")) {
            assertThat(person.get("age").isIntegralNumber() || person.get("age").isNull()).isTrue();
        }
    }

    @Test
    void anyJsonIsAGrammarToo() throws IOException {
        Path file = TinyModel.write(folder.resolve("tiny.gguf"));
        try (Models models = new Models(Prepared.temporaryHome(folder.resolve("home")));
                LanguageModel model =
                        models.load(file, LoadOptions.DEFAULT.withThreads(1), Progress.none())) {
            GenerationResult result =
                    model.generate(
                                    GenerationRequest.raw("go")
                                            .withMaxTokens(500)
                                            .withGrammar(
                                                    JsonSchemaGrammar.of("{\"type\":\"boolean\"}")))
                            .result();
            assertThat(JSON.readTree(result.text()).isBoolean()).isTrue();
            assertThat(
                            model.generate(
                                            GenerationRequest.raw("go")
                                                    .withMaxTokens(20)
                                                    .withGrammar(JsonSchemaGrammar.ANY_JSON))
                                    .result()
                                    .text())
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsNotUnderstoodIsRefusedByPlace() {
        for (String[] wrong :
                new String[][] {
                    {"{", "not JSON"},
                    {"[]", "schema"},
                    {"{\"type\": \"strange\"}", "strange"},
                    {"{\"properties\": {\"a\": {\"pattern\": \"x\"}}}", "schema/a"},
                    {"{\"properties\": {\"a\": {}}, \"required\": [\"b\"]}", "[b]"},
                    {"{\"$ref\": \"#/$defs/none\"}", "#/$defs/none"},
                    {"{\"enum\": []}", "enum"},
                    {"{\"type\": \"string\", \"minLength\": 5, \"maxLength\": 2}", "minLength"},
                    {"{\"type\": \"string\", \"maxLength\": 5000}", "at most 2000"},
                    {"{\"type\": []}", "'type' is empty"},
                    {"{\"required\": [\"b\"]}", "[b]"},
                    {"{\"type\": \"object\", \"required\": [\"b\"]}", "[b]"},
                    {"{\"anyOf\": [{}], \"minLength\": 3}", "'minLength' beside 'anyOf'"},
                    {"{\"oneOf\": [{}], \"properties\": {}}", "'properties' beside 'oneOf'"},
                    {"{\"items\": [{}, {}]}", "schema/items"},
                    {"{\"$ref\": \"other.json\"}", "other.json"},
                    {"{\"anyOf\": []}", "schema/anyOf"},
                    {"false", "is no schema"},
                }) {
            WorkbenchException refusal =
                    catchThrowableOfType(
                            WorkbenchException.class, () -> JsonSchemaGrammar.of(wrong[0]));
            assertThat(refusal).as(wrong[0]).isNotNull();
            assertThat(refusal.category()).isEqualTo(Category.USAGE);
            assertThat(refusal.getMessage()).contains(wrong[1]);
        }
    }

    /** Each schema's answers, held against what it says. */
    @Test
    void everyWordOfASchemaBindsTheAnswer() throws IOException {
        record Case(String schema, Predicate<JsonNode> holds) {}
        List<Case> cases =
                List.of(
                        new Case("{\"minLength\":2,\"maxLength\":4}", JsonNode::isTextual),
                        new Case(
                                "{\"type\":\"string\",\"maxLength\":0}", n -> n.asText().isEmpty()),
                        new Case("{\"type\":\"string\",\"maxLength\":2000}", JsonNode::isTextual),
                        new Case(
                                "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2}",
                                n -> n.isArray() && n.size() == 2),
                        new Case(
                                "{\"items\":{\"type\":\"null\"},\"maxItems\":3}",
                                n ->
                                        n.isArray()
                                                && n.size() <= 3
                                                && (n.isEmpty() || n.get(0).isNull())),
                        new Case(
                                "{\"type\":\"array\",\"maxItems\":0}",
                                n -> n.isArray() && n.isEmpty()),
                        new Case(
                                "{\"type\":\"object\",\"additionalProperties\":false}",
                                n -> n.isObject() && n.isEmpty()),
                        new Case(
                                "{\"type\":\"object\",\"additionalProperties\":{\"enum\":[7]}}",
                                n -> n.isObject() && n.valueStream().allMatch(v -> v.asInt() == 7)),
                        new Case(
                                "{\"properties\":{\"a\":{\"const\":1},\"b\":{\"const\":2},"
                                        + "\"c\":{\"const\":3}},\"required\":[\"b\"]}",
                                n -> n.isObject() && n.get("b").asInt() == 2),
                        new Case(
                                "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"v\":{\"const\":0}},"
                                        + "\"required\":[\"v\"]}",
                                n -> n.isObject() && n.get("v").asInt() == 0),
                        new Case(
                                "{\"const\":\"a\\\"\\\\\\n\u00e4\"}",
                                n -> n.asText().equals("a\"\\\n\u00e4")));
        Path file = TinyModel.write(folder.resolve("tiny.gguf"));
        try (Models models = new Models(Prepared.temporaryHome(folder.resolve("home")));
                LanguageModel model =
                        models.load(file, LoadOptions.DEFAULT.withThreads(1), Progress.none())) {
            for (Case one : cases) {
                String grammar = JsonSchemaGrammar.of(one.schema());
                int whole = 0;
                for (int seed = 0; seed < 6; seed++) {
                    GenerationResult result =
                            model.generate(
                                            GenerationRequest.raw("go")
                                                    .withMaxTokens(300)
                                                    .withSampling(
                                                            new Sampling(1.5, 0, 1, 0, 1, seed))
                                                    .withGrammar(grammar))
                                    .result();
                    if (result.finishReason() == FinishReason.END) {
                        whole++;
                        assertThat(one.holds().test(JSON.readTree(result.text())))
                                .as(one.schema() + " seed " + seed + ": " + result.text())
                                .isTrue();
                    }
                }
                if (!one.schema().contains("2000")) {
                    assertThat(whole).as(one.schema()).isPositive();
                }
            }
        }
    }

    /** A schema that only refers to itself has no answer: it is refused, and nothing dies of it. */
    @Test
    void aSchemaThatIsItselfIsRefused() throws IOException {
        String grammar =
                JsonSchemaGrammar.of(
                        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}");
        Path file = TinyModel.write(folder.resolve("tiny.gguf"));
        try (Models models = new Models(Prepared.temporaryHome(folder.resolve("home")));
                LanguageModel model =
                        models.load(file, LoadOptions.DEFAULT.withThreads(1), Progress.none())) {
            for (String bad : List.of(grammar, "root ::= root \"a\"", "root ::= \"a\"{0,2001}")) {
                assertThat(
                                catchThrowableOfType(
                                                WorkbenchException.class,
                                                () ->
                                                        model.generate(
                                                                        GenerationRequest.raw("go")
                                                                                .withGrammar(bad))
                                                                .result())
                                        .category())
                        .as(bad)
                        .isEqualTo(Category.USAGE);
            }
            assertThat(
                            model.generate(
                                            GenerationRequest.raw("go")
                                                    .withGrammar("root ::= \"a\"{3,3}"))
                                    .result()
                                    .text())
                    .isEqualTo("aaa");
        }
    }
}
