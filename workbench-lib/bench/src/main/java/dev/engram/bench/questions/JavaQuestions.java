package dev.engram.bench.questions;

import dev.engram.base.Interrupts;
import dev.engram.bench.questions.Question.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes questions from Java sources: values of constants, names of parameters, types, exceptions.
 * The same sources and seed give the same questions. Members that share their name within a type
 * are left out, and types that share theirs within the tree, so that each question has one answer.
 */
public final class JavaQuestions {

    private JavaQuestions() {}

    /** Every question the sources give, ordered by id. */
    public static List<Question> all(Path sources) throws IOException {
        List<Question> made = new ArrayList<>();
        Map<String, Integer> owners = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files =
                    walk.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> !f.toString().contains("/internal/"))
                            .filter(f -> !f.toString().endsWith("-info.java"))
                            .sorted()
                            .toList();
        }
        for (Path file : files) {
            Interrupts.check("no questions were made");
            String path = sources.relativize(file).toString().replace('\\', '/');
            Split split = Math.floorMod(path.hashCode() * 31, 10) < 3 ? Split.DEV : Split.TEST;
            new TypeQuestions(path, Files.readString(file), split, made, owners).collect();
        }
        return made.stream()
                .filter(q -> owners.getOrDefault(ownerOf(q), 0) == 1)
                .sorted(java.util.Comparator.comparing(Question::id))
                .toList();
    }

    private static String ownerOf(Question question) {
        return question.id().substring(question.id().indexOf(' ') + 1).split("\\.", 2)[0];
    }

    /**
     * Draws questions of one split, the kinds as evenly as there are enough of them, and no more
     * than two on one file.
     */
    public static List<Question> draw(List<Question> all, Split split, int count, long seed) {
        Map<Question.Kind, List<Question>> byKind = new EnumMap<>(Question.Kind.class);
        for (Question question : all) {
            if (question.split() == split) {
                byKind.computeIfAbsent(question.kind(), k -> new ArrayList<>()).add(question);
            }
        }
        Random random = new Random(seed);
        byKind.values().forEach(list -> Collections.shuffle(list, random));
        Map<String, Integer> perFile = new HashMap<>();
        List<Question> drawn = new ArrayList<>();
        boolean more = true;
        while (drawn.size() < count && more) {
            more = false;
            for (List<Question> list : byKind.values()) {
                while (!list.isEmpty()) {
                    more = true;
                    Question next = list.removeFirst();
                    if (perFile.merge(next.path(), 1, Integer::sum) <= 2) {
                        drawn.add(next);
                        break;
                    }
                }
                if (drawn.size() == count) {
                    break;
                }
            }
        }
        return List.copyOf(drawn);
    }
}
