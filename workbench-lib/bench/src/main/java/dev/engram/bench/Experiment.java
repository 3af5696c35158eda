package dev.engram.bench;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.internal.Hashes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A question and how it is measured. Immutable.
 *
 * @param name lower-case letters, digits and hyphens
 * @param version {@code metadata.version}: raised with every change that makes older runs
 *     incomparable
 * @param question what the experiment answers, one sentence
 * @param task name of the task type
 * @param seed seed of everything drawn at random
 * @param repetitions how often each variant runs, at least 1
 * @param settings what all variants share
 * @param variants what differs
 * @param metrics metrics the file declares; a task knows more
 * @param charts charts the file declares; none means one bar chart a declared metric
 * @param baseline values that name the variant the others are compared with; empty for the first
 * @param versions versions the file states
 * @param folder the folder of the file; relative paths of the file start there
 * @param overrides settings given at the call; relative paths among them start at the caller's
 *     folder
 * @param source the text of the file
 */
public record Experiment(
        String name,
        int version,
        String question,
        String task,
        long seed,
        int repetitions,
        Map<String, Object> settings,
        List<Variant> variants,
        List<MetricSpec> metrics,
        List<ChartSpec> charts,
        Map<String, Object> baseline,
        Map<String, String> versions,
        Path folder,
        Set<String> overrides,
        String source) {

    /** The largest number of repetitions. */
    static final int MOST_REPETITIONS = 10_000;

    /** The same experiment with settings replaced and, above 0, another number of repetitions. */
    public Experiment with(Map<String, String> newSettings, int newRepetitions) {
        if (newRepetitions < 0 || newRepetitions > MOST_REPETITIONS) {
            throw WorkbenchException.usage(
                    "repetitions must be 1 to 10,000, not " + newRepetitions,
                    "leave them out to take those of the file");
        }
        Map<String, Object> merged = new LinkedHashMap<>(settings);
        merged.putAll(newSettings);
        Set<String> names = new LinkedHashSet<>(overrides);
        names.addAll(newSettings.keySet());
        return new Experiment(
                name,
                version,
                question,
                task,
                seed,
                newRepetitions > 0 ? newRepetitions : repetitions,
                merged,
                variants,
                metrics,
                charts,
                baseline,
                versions,
                folder,
                names,
                source);
    }

    /** Digest of everything that determines a run of a variant. */
    public String definition(Variant variant) {
        return Hashes.ofText(
                String.join(
                        "\n",
                        name,
                        String.valueOf(version),
                        task,
                        String.valueOf(seed),
                        new TreeMap<>(settings).toString(),
                        new TreeMap<>(variant.values()).toString()));
    }

    /** The seed of a repetition: the same for every variant, so that variants are paired. */
    public long seedOf(int repetition) {
        return new java.util.SplittableRandom(seed * 1_000_003 + repetition).nextLong()
                & Long.MAX_VALUE;
    }

    /**
     * The variant that others are compared with.
     *
     * @return the first that has all the values named, or the first of all
     * @throws WorkbenchException where none matches
     */
    public Variant baselineVariant() {
        if (baseline.isEmpty()) {
            return variants.getFirst();
        }
        List<Variant> matching = variants.stream().filter(v -> v.matches(baseline)).toList();
        if (matching.isEmpty()) {
            throw WorkbenchException.usage(
                    "no variant of '" + name + "' matches the baseline " + baseline,
                    "variants: " + variants);
        }
        return matching.getFirst();
    }

    /** Checks that the names of settings are known to the task. */
    void checkSettings(Set<String> known) {
        for (String setting : settings.keySet()) {
            if (!known.contains(setting)) {
                throw WorkbenchException.usage(
                        "unknown setting '" + setting + "' of task '" + task + "' in " + name,
                        NearMatch.remedy(setting, known));
            }
        }
    }
}
