package dev.engram.models.embedding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Texts with the token ids that the {@code tokenizers} library gives them; written by {@code
 * experiments/embedders/tokenizer_fixtures.py}.
 */
record TokenFixtures(String text, int[] ids) {

    static List<TokenFixtures> read(String resource) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<TokenFixtures> fixtures = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        TokenFixtures.class.getResourceAsStream(resource)),
                                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = mapper.readTree(line);
                fixtures.add(
                        new TokenFixtures(
                                node.get("text").asText(),
                                mapper.treeToValue(node.get("ids"), int[].class)));
            }
        }
        return fixtures;
    }
}
