package dev.engram.commands.model;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Answers many requests, some at a time, and gives the answers in the order of the requests. One
 * that fails does not stop the others.
 *
 * @param parallel requests under way at a time
 */
record BatchRun(LanguageModel model, int parallel, Progress progress) {

    /**
     * Runs them all. The time counts from the first request: loading is over by then.
     *
     * @throws WorkbenchException INTERRUPTED if the thread was interrupted; what ran is cancelled
     */
    GenerateBatch run(List<GenerationRequest> requests) {
        ExecutorService lanes =
                Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory());
        try {
            long start = System.nanoTime();
            List<Future<GenerateResult>> running =
                    requests.stream().map(one -> lanes.submit(() -> answer(one))).toList();
            List<GenerateResult> answers = new ArrayList<>();
            for (Future<GenerateResult> one : running) {
                answers.add(one.get());
                progress.update("answering", answers.size(), requests.size(), Progress.Unit.ITEMS);
            }
            return GenerateBatch.of(answers, System.nanoTime() - start);
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: the generations were cancelled");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            lanes.shutdownNow();
            lanes.close();
        }
    }

    private GenerateResult answer(GenerationRequest request) {
        try {
            return GenerateResult.of(
                    model.generate(request).result(), model.info().id(), /* streamed= */ false);
        } catch (WorkbenchException e) {
            if (e.category() == Category.INTERRUPTED) {
                throw e;
            }
            return GenerateResult.failed(model.info().id(), e);
        } catch (RuntimeException e) {
            return GenerateResult.failed(
                    model.info().id(),
                    new WorkbenchException(Category.INTERNAL, "internal error: " + e, null, e));
        }
    }
}
