package dev.engram.commands.ensemble;

import dev.engram.ensemble.pool.MemberStatus;
import dev.engram.ensemble.pool.PoolStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pools of the ensemble, the assistants and what they run on.
 *
 * @param assistants their names
 * @param classifier what tells kinds of tasks apart
 * @param defaultModel file of the model that is taken where none is named; empty where it is still
 *     to be fetched
 * @param models models in the models folder
 * @param configuration file of the configuration; empty where it is the usual one
 * @param pools pools with their queues, models, latencies and errors, since this process began
 * @param routes task type to pool
 * @param retries times a request was tried again
 * @param fallbacks times another pool took over
 * @param deadlineMillis time a request may take
 * @param metrics everything counted, as Prometheus reads it; empty unless asked for
 */
public record EnsembleStatus(
        List<String> assistants,
        String classifier,
        String defaultModel,
        int models,
        String configuration,
        List<PoolStatus> pools,
        Map<String, String> routes,
        long retries,
        long fallbacks,
        long deadlineMillis,
        String metrics) {

    @Override
    public String toString() {
        if (!metrics.isEmpty()) {
            return metrics;
        }
        StringBuilder text = new StringBuilder();
        text.append("assistants: ").append(String.join(", ", assistants));
        text.append("\nclassifier: ").append(classifier);
        text.append("\ndefault model: ")
                .append(defaultModel.isEmpty() ? "fetched on first use" : defaultModel)
                .append(" (of ")
                .append(models)
                .append(" in the models folder)");
        text.append("\nconfiguration: ")
                .append(configuration.isEmpty() ? "the usual one" : configuration);
        text.append("\nroutes: ").append(new java.util.TreeMap<>(routes));
        for (PoolStatus pool : pools) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%npool %s: %d running, %d of %d waiting, %d refused%s",
                            pool.name(),
                            pool.active(),
                            pool.waiting(),
                            pool.queue(),
                            pool.refused(),
                            pool.fallback().isEmpty() ? "" : ", fallback " + pool.fallback()));
            pool.models().forEach(m -> text.append("\n  ").append(line(m)));
        }
        return text.append("\nretries: ")
                .append(retries)
                .append(", fallbacks: ")
                .append(fallbacks)
                .append(", deadline: ")
                .append(deadlineMillis / 1000)
                .append(" s")
                .toString();
    }

    private static String line(MemberStatus model) {
        return String.format(
                Locale.ROOT,
                "%s: %s, %d of %d slots, %d answered, %d failed, %.0f ms an answer%s%s",
                model.model(),
                model.loaded() ? "loaded" : "not loaded",
                model.active(),
                model.slots(),
                model.answered(),
                model.failed(),
                model.latencyMillis(),
                model.resting() ? ", resting" : "",
                model.lastProblem().isEmpty() ? "" : ", last problem: " + model.lastProblem());
    }
}
