package dev.engram.ensemble.pattern;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.TaskClassifier.Classification;
import dev.engram.ensemble.pool.Deadline;
import dev.engram.ensemble.pool.EnsembleMetrics;
import dev.engram.ensemble.pool.ModelPool;
import dev.engram.ensemble.pool.Reply;
import dev.engram.ensemble.pool.ResilientExecutor;
import dev.engram.ensemble.route.Router;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.Sampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Runs tasks on an ensemble in one of the patterns. Every model is asked through its pool, so that
 * queues, deadlines, retries and fallbacks hold for all patterns. Thread-safe; interrupting the
 * calling thread cancels everything a task started.
 */
public final class Orchestrator implements AutoCloseable {

    private final Router router;
    private final EnsembleMetrics metrics;
    private final ResilientExecutor executor;

    /**
     * @param router closed with the orchestrator
     */
    public Orchestrator(Router router, EnsembleMetrics metrics) {
        this.router = router;
        this.metrics = metrics;
        this.executor = new ResilientExecutor(router.config().retry(), metrics);
    }

    public Router router() {
        return router;
    }

    public EnsembleMetrics metrics() {
        return metrics;
    }

    /** How one of several tasks ended. */
    public sealed interface Outcome {
        /** With a result. */
        record Answered(EnsembleResult result) implements Outcome {}

        /** With an error of its own. */
        record Failed(WorkbenchException problem) implements Outcome {}
    }

    /**
     * Runs one task.
     *
     * @param sources where passages come from; none for no context
     * @param stream receives the answer while it is written, where the pattern has one answer at a
     *     time
     * @throws WorkbenchException if no model answered, with the last reason; INTERRUPTED
     */
    public EnsembleResult run(
            EnsembleTask task, List<? extends ContextSource> sources, Consumer<String> stream)
            throws IOException {
        long start = System.nanoTime();
        Run run = new Run(task, sources, deadline(task));
        EnsembleResult result =
                switch (task.pattern()) {
                    case POOL -> single(run, router.leastLoaded(task.text()), stream);
                    case SPECIALIZED -> single(run, router.specialized(task.text()), stream);
                    case PIPELINE -> pipeline(run, stream);
                    case COLLABORATIVE -> collaborative(run);
                    case COMPARE -> compare(run);
                };
        return new EnsembleResult(
                result.pattern(),
                result.taskType(),
                Math.round(result.confidence() * 1000) / 1000.0,
                result.answer(),
                result.parts(),
                result.merged(),
                (System.nanoTime() - start) / 1e6,
                false);
    }

    /** Runs several tasks at once; outcomes keep the order of the tasks, one failure harms none. */
    public List<Outcome> runAll(List<EnsembleTask> tasks, List<? extends ContextSource> sources) {
        List<Callable<Outcome>> pieces = new ArrayList<>();
        for (EnsembleTask task : tasks) {
            pieces.add(() -> new Outcome.Answered(run(task, sources, piece -> {})));
        }
        return Parallel.all(
                pieces,
                e ->
                        new Outcome.Failed(
                                e instanceof WorkbenchException known
                                        ? known
                                        : new WorkbenchException(
                                                WorkbenchException.Category.INTERNAL,
                                                String.valueOf(e.getMessage()),
                                                null,
                                                e)));
    }

    private Deadline deadline(EnsembleTask task) {
        return Deadline.in(
                task.deadlineMillis() == 0
                        ? router.config().deadlineMillis()
                        : task.deadlineMillis());
    }

    /** One task under way. */
    private record Run(
            EnsembleTask task, List<? extends ContextSource> sources, Deadline deadline) {

        GenerationRequest request(String prompt) {
            return GenerationRequest.chat(prompt)
                    .withMaxTokens(task.maxTokens())
                    .withSampling(
                            task.temperature() == 0
                                    ? Sampling.GREEDY
                                    : Sampling.random(task.temperature(), task.seed()));
        }
    }

    private EnsembleResult single(Run run, Router.Route route, Consumer<String> stream)
            throws IOException {
        Part part = part("answer", run, route.pool(), Stage.ANSWER, "", "", stream);
        String how =
                run.task().pattern() == Pattern.POOL
                        ? "pool with the shortest wait: " + part.pool()
                        : route.sure()
                                ? "routed by type: " + part.pool()
                                : "type unsure, first pool: " + part.pool();
        return result(run, route.classification(), part.text(), List.of(part), how);
    }

    private EnsembleResult pipeline(Run run, Consumer<String> stream) throws IOException {
        Classification kind = router.specialized(run.task().text()).classification();
        stream.accept("## design\n");
        Part design = part("design", run, router.forType("research"), Stage.DESIGN, "", "", stream);
        stream.accept("\n\n## code\n");
        Part code =
                part(
                        "code",
                        run,
                        router.forType("coding"),
                        Stage.IMPLEMENT,
                        design.text(),
                        "implementation example",
                        stream);
        List<Part> parts = List.of(design, code);
        return result(run, kind, Merger.sections(parts), parts, "research, then code");
    }

    private EnsembleResult collaborative(Run run) {
        Classification kind = router.specialized(run.task().text()).classification();
        List<Callable<Part>> pieces =
                List.of(
                        () ->
                                part(
                                        "architecture",
                                        run,
                                        router.forType("research"),
                                        Stage.ARCHITECTURE,
                                        "",
                                        "architecture",
                                        piece -> {}),
                        () ->
                                part(
                                        "implementation",
                                        run,
                                        router.forType("coding"),
                                        Stage.IMPLEMENTATION,
                                        "",
                                        "implementation example",
                                        piece -> {}),
                        () ->
                                part(
                                        "tests",
                                        run,
                                        router.forType("testing"),
                                        Stage.TESTS,
                                        "",
                                        "test",
                                        piece -> {}));
        List<String> names = List.of("architecture", "implementation", "tests");
        List<Part> parts = named(names, pieces);
        return result(run, kind, Merger.sections(parts), parts, "three parts at the same time");
    }

    private EnsembleResult compare(Run run) {
        Classification kind = router.specialized(run.task().text()).classification();
        List<String> names = new ArrayList<>();
        List<Callable<Part>> pieces = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (ModelPool pool : router.pools()) {
            for (String model : pool.spec().models()) {
                if (seen.add(model)) {
                    names.add(model);
                    pieces.add(() -> compared(run, pool, model));
                }
            }
        }
        List<Part> parts = named(names, pieces);
        Merger.Merged merged = Merger.merge(parts, run.task().merge());
        return result(run, kind, merged.text(), merged.parts(), merged.how());
    }

    private Part compared(Run run, ModelPool pool, String model) throws IOException {
        Augmentation.Context context = context(run, pool, "");
        Reply reply =
                pool.askModel(
                        model,
                        run.request(Stage.ANSWER.prompt(run.task().text(), "", context.text())),
                        run.deadline(),
                        piece -> {});
        return part(model, reply, context.tokens());
    }

    /** All parts; a failed one says why. If none answered, the first reason is thrown. */
    private static List<Part> named(List<String> names, List<Callable<Part>> pieces) {
        List<RuntimeException> problems = new ArrayList<>();
        List<Part> parts =
                Parallel.all(
                        pieces,
                        e -> {
                            problems.add(e);
                            return Part.failed("", String.valueOf(e.getMessage()));
                        });
        if (problems.size() == parts.size()) {
            throw problems.getFirst();
        }
        List<Part> named = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            named.add(part.answered() ? part : Part.failed(names.get(i), part.problem()));
        }
        return named;
    }

    /** Asks a pool for one part, with context of its own. */
    private Part part(
            String name,
            Run run,
            ModelPool pool,
            Stage stage,
            String input,
            String focus,
            Consumer<String> stream)
            throws IOException {
        Augmentation.Context context = context(run, pool, focus);
        Reply reply =
                executor.ask(
                        pool,
                        router.fallback(pool),
                        run.request(stage.prompt(run.task().text(), input, context.text())),
                        run.deadline(),
                        stream);
        return part(name, reply, context.tokens());
    }

    private Augmentation.Context context(Run run, ModelPool pool, String focus) throws IOException {
        if (run.sources().isEmpty()) {
            return Augmentation.Context.NONE;
        }
        // Where the pool cannot even open a model, its fallback counts the tokens.
        Optional<ModelPool> other = router.fallback(pool);
        String query = (run.task().text() + " " + focus).strip();
        int budget = run.task().maxContextTokens();
        try {
            return Augmentation.of(query, run.sources(), pool.representative(), budget);
        } catch (WorkbenchException e) {
            if (other.isEmpty()) {
                throw e;
            }
            return Augmentation.of(query, run.sources(), other.get().representative(), budget);
        }
    }

    private static Part part(String name, Reply reply, int contextTokens) {
        GenerationResult result = reply.result();
        return new Part(
                name,
                reply.pool(),
                reply.model(),
                result.text().strip(),
                "",
                reply.tries(),
                reply.fallback(),
                contextTokens,
                result.usage().completionTokens(),
                reply.millis(),
                0);
    }

    private static EnsembleResult result(
            Run run, Classification kind, String answer, List<Part> parts, String how) {
        return new EnsembleResult(
                run.task().pattern(),
                kind.taskType(),
                kind.confidence(),
                answer,
                parts,
                how,
                0,
                false);
    }

    @Override
    public void close() {
        router.close();
    }
}
