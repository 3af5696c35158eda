package dev.engram.ensemble.pattern;

/**
 * What one model contributed.
 *
 * @param name its role: {@code answer}, {@code design}, {@code tests}, or the model's id
 * @param pool the pool that answered; empty where none did
 * @param model the model that answered; empty where none did
 * @param text its answer; empty where it failed
 * @param problem why there is no answer; empty where there is one
 * @param tries attempts it took
 * @param fallback whether another pool had to take over
 * @param contextTokens tokens of retrieved text it was shown
 * @param completionTokens tokens it wrote
 * @param millis from request to answer
 * @param score how well it agrees with the others, 0 to 1; 0 where nothing was compared
 */
public record Part(
        String name,
        String pool,
        String model,
        String text,
        String problem,
        int tries,
        boolean fallback,
        int contextTokens,
        int completionTokens,
        double millis,
        double score) {

    static Part failed(String name, String problem) {
        // an answer is told from a failure by this text
        String said = problem.isBlank() ? "it failed without saying why" : problem;
        return new Part(name, "", "", "", said, 0, false, 0, 0, 0, 0);
    }

    public boolean answered() {
        return problem.isEmpty();
    }

    Part withScore(double newScore) {
        return new Part(
                name,
                pool,
                model,
                text,
                problem,
                tries,
                fallback,
                contextTokens,
                completionTokens,
                millis,
                newScore);
    }
}
