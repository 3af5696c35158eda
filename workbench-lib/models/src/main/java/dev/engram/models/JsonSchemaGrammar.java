package dev.engram.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a JSON schema into a grammar (GBNF), so that an answer is JSON of that shape. Known are
 * {@code type} (one or several), {@code properties} with {@code required}, {@code items} with
 * {@code minItems} and {@code maxItems}, {@code enum}, {@code const}, {@code anyOf}, {@code oneOf},
 * {@code minLength}, {@code maxLength}, {@code additionalProperties} where no properties are named,
 * and {@code $ref} into {@code $defs} or to {@code #}; what would be ignored is refused. Properties
 * come in the order of the schema; others than those named are not produced. Without a type, the
 * words that stand there tell it.
 */
public final class JsonSchemaGrammar {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "properties",
                    "required",
                    "items",
                    "minItems",
                    "maxItems",
                    "enum",
                    "const",
                    "anyOf",
                    "oneOf",
                    "minLength",
                    "maxLength",
                    "$ref",
                    "$defs",
                    "definitions",
                    "additionalProperties",
                    "title",
                    "description",
                    "$schema",
                    "$id",
                    "default",
                    "examples");

    private static final Set<String> OF_OBJECTS =
            Set.of("properties", "required", "additionalProperties");
    private static final Set<String> OF_ARRAYS = Set.of("items", "minItems", "maxItems");
    private static final Set<String> OF_TEXTS = Set.of("minLength", "maxLength");

    /** Most repetitions of a part of a grammar that llama.cpp takes. */
    static final int MOST_REPETITIONS = 2000;

    /** The grammar of any JSON value. */
    public static final String ANY_JSON = new JsonSchemaGrammar().finish("value");

    private final Map<String, String> rules = new LinkedHashMap<>();
    private JsonNode document = JSON.createObjectNode();

    private JsonSchemaGrammar() {
        rules.put("space", "[ \\n]{0,2}");
        rules.put(
                "char", "[^\"\\\\\\x00-\\x1F] | \"\\\\\" ([\"\\\\/bfnrt] | \"u\" [0-9a-fA-F]{4})");
        rules.put("string", "\"\\\"\" char* \"\\\"\"");
        rules.put("integer", "\"-\"? (\"0\" | [1-9] [0-9]{0,15})");
        rules.put("number", "integer (\".\" [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?");
        rules.put("boolean", "\"true\" | \"false\"");
        rules.put("null", "\"null\"");
        rules.put("pair", "string space \":\" space value");
        rules.put("object", "\"{\" space (pair (space \",\" space pair)*)? space \"}\"");
        rules.put("array", "\"[\" space (value (space \",\" space value)*)? space \"]\"");
        rules.put("value", "object | array | string | number | boolean | null");
    }

    /**
     * @param schema the text of a JSON schema
     * @throws WorkbenchException USAGE naming the place that is not understood
     */
    public static String of(String schema) {
        try {
            JsonSchemaGrammar made = new JsonSchemaGrammar();
            made.document = JSON.readTree(schema);
            return made.finish(made.rule(made.document, "schema"));
        } catch (JsonProcessingException e) {
            throw WorkbenchException.usage(
                    "the schema is not JSON: " + e.getOriginalMessage(), "see json-schema.org");
        }
    }

    private String finish(String root) {
        StringBuilder text = new StringBuilder("root ::= " + root + "\n");
        rules.forEach((name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
        return text.toString();
    }

    private static WorkbenchException bad(String place, String problem) {
        return WorkbenchException.usage(
                "the schema at '" + place + "': " + problem, "use types, properties, items, enum");
    }

    /** Adds the rule of a schema and returns its name. */
    private String rule(JsonNode schema, String place) {
        if (schema.isBoolean() && schema.asBoolean() || schema.isObject() && schema.isEmpty()) {
            return "value";
        }
        if (!schema.isObject()) {
            throw bad(place, "is no schema");
        }
        schema.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!KNOWN.contains(name)) {
                                throw bad(place, "'" + name + "' is not supported");
                            }
                        });
        if (schema.has("$ref")) {
            return reference(schema.get("$ref").asText(), place);
        }
        String name = "r" + rules.size();
        rules.put(name, ""); // Keeps the place: rules may refer to each other.
        rules.put(name, body(schema, place));
        return name;
    }

    private final Map<String, String> references = new LinkedHashMap<>();

    private String reference(String reference, String place) {
        String known = references.get(reference);
        if (known != null) {
            return known;
        }
        boolean inside = reference.equals("#") || reference.startsWith("#/");
        JsonNode target = inside ? document.at(reference.substring(1)) : null;
        if (target == null || target.isMissingNode()) {
            throw bad(place, "'" + reference + "' is not in the schema");
        }
        String name = "ref" + references.size();
        references.put(reference, name);
        rules.put(name, "");
        rules.put(name, rule(target, reference));
        return name;
    }

    private String body(JsonNode schema, String place) {
        if (schema.has("const")) {
            return literal(schema.get("const"));
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(v -> values.add(literal(v)));
            if (values.isEmpty()) {
                throw bad(place, "'enum' is empty");
            }
            return String.join(" | ", values);
        }
        for (String choice : new String[] {"anyOf", "oneOf"}) {
            if (schema.has(choice)) {
                refuseBeside(choice, schema, place);
                return alternatives(schema.get(choice), place + "/" + choice);
            }
        }
        JsonNode type = schema.get("type");
        if (type != null && type.isArray()) {
            List<String> types = new ArrayList<>();
            type.forEach(t -> types.add(ofType(t.asText(), schema, place)));
            if (types.isEmpty()) {
                throw bad(place, "'type' is empty");
            }
            return String.join(" | ", types);
        }
        return ofType(type != null ? type.asText() : told(schema), schema, place);
    }

    /** The type that is not said, but told by the words that only mean something for it. */
    private static String told(JsonNode schema) {
        if (hasAny(schema, OF_OBJECTS)) {
            return "object";
        }
        if (hasAny(schema, OF_ARRAYS)) {
            return "array";
        }
        return hasAny(schema, OF_TEXTS) ? "string" : "value";
    }

    private static boolean hasAny(JsonNode schema, Set<String> names) {
        return names.stream().anyMatch(schema::has);
    }

    /** A choice stands for the whole: what is beside it would be lost. */
    private static void refuseBeside(String choice, JsonNode schema, String place) {
        for (Set<String> words : List.of(OF_OBJECTS, OF_ARRAYS, OF_TEXTS)) {
            for (String word : words) {
                if (schema.has(word)) {
                    throw bad(place, "'" + word + "' beside '" + choice + "' is not supported");
                }
            }
        }
    }

    private String alternatives(JsonNode schemas, String place) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : schemas) {
            names.add(rule(one, place + "/" + names.size()));
        }
        if (names.isEmpty()) {
            throw bad(place, "is empty");
        }
        return String.join(" | ", names);
    }

    private static String literal(JsonNode value) {
        return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String ofType(String type, JsonNode schema, String place) {
        return switch (type) {
            case "object" -> hasAny(schema, OF_OBJECTS) ? object(schema, place) : "object";
            case "array" -> hasAny(schema, OF_ARRAYS) ? array(schema, place) : "array";
            case "string" ->
                    schema.has("minLength") || schema.has("maxLength")
                            ? "\"\\\"\" char" + count(schema, "Length", place) + " \"\\\"\""
                            : "string";
            case "integer", "number", "boolean", "null", "value" -> type;
            default -> throw bad(place, "there is no type '" + type + "'");
        };
    }

    private static String count(JsonNode schema, String what, String place) {
        int least = schema.path("min" + what).asInt(0);
        int most = schema.path("max" + what).asInt(-1);
        if (least < 0 || most >= 0 && most < least || Math.max(least, most) > MOST_REPETITIONS) {
            throw bad(
                    place,
                    "min"
                            + what
                            + " and max"
                            + what
                            + " do not fit; at most "
                            + MOST_REPETITIONS
                            + " are possible");
        }
        return "{" + least + "," + (most >= 0 ? most : "") + "}";
    }

    /** Required properties always; each other one or not; commas between those that are there. */
    private String object(JsonNode schema, String place) {
        Set<String> required = new java.util.HashSet<>();
        schema.path("required").forEach(r -> required.add(r.asText()));
        List<String> pairs = new ArrayList<>();
        List<Boolean> always = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String value = rule(property.getValue(), place + "/" + property.getKey());
            String key = literal(JSON.getNodeFactory().textNode(property.getKey()));
            pairs.add(key + " space \":\" space " + value);
            always.add(required.remove(property.getKey()));
        }
        if (!required.isEmpty()) {
            throw bad(place, "required " + required + " are not among the properties");
        }
        JsonNode others = schema.path("additionalProperties");
        if (pairs.isEmpty() && !schema.has("properties") && !others.isMissingNode()) {
            return others.isBoolean() && !others.asBoolean()
                    ? "\"{\" space \"}\""
                    : map(rule(others, place + "/additionalProperties"));
        }
        return "\"{\" space " + members(pairs, always, 0, false) + " space \"}\"";
    }

    /** Any names, all values of one kind. */
    private static String map(String value) {
        String pair = "string space \":\" space " + value;
        return "\"{\" space (" + pair + " (space \",\" space " + pair + ")*)? space \"}\"";
    }

    /** The members from one on; a comma is due once one has been written. */
    private String members(List<String> pairs, List<Boolean> always, int from, boolean comma) {
        if (from == pairs.size()) {
            return "";
        }
        String pair = (comma ? "space \",\" space " : "") + pairs.get(from);
        if (always.get(from) || comma) {
            String rest = members(pairs, always, from + 1, true);
            return (always.get(from) ? pair : "(" + pair + ")?") + " " + rest;
        }
        String name = "m" + rules.size();
        rules.put(name, "");
        String with = pair + " " + members(pairs, always, from + 1, true);
        String without = members(pairs, always, from + 1, false);
        rules.put(name, "(" + with + ") | (" + (without.isBlank() ? "\"\"" : without) + ")");
        return name;
    }

    private String array(JsonNode schema, String place) {
        String item = schema.has("items") ? rule(schema.get("items"), place + "/items") : "value";
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(-1);
        count(schema, "Items", place);
        if (most == 0) {
            return "\"[\" space \"]\"";
        }
        String more =
                "(space \",\" space "
                        + item
                        + "){"
                        + Math.max(0, least - 1)
                        + ","
                        + (most > 0 ? most - 1 : "")
                        + "}";
        String list = item + " " + more;
        return "\"[\" space " + (least == 0 ? "(" + list + ")?" : list) + " space \"]\"";
    }
}
