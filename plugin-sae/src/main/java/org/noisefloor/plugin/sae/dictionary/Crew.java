package org.noisefloor.plugin.sae.dictionary;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share the rows of a block; each takes the next one that is left. They end by themselves when there is nothing to do.
 *
 * @param <D> what one of them works with
 */
final class Crew<D> {
    private static final int IDLE_SECONDS = 5;

    private final List<D> desks;
    private final ThreadPoolExecutor threads;

    /** Work on one row. */
    interface Task<D> {
        void run(D desk, int row);
    }

    /** @param desks one for each thread */
    Crew(List<D> desks) {
        this.desks = desks;
        this.threads = new ThreadPoolExecutor(
                desks.size(), desks.size(), IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "splicing");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many there are. */
    int size() {
        return desks.size();
    }

    /** Runs a task for rows 0 to count − 1 and returns when all are done; of failures it throws one. */
    void each(int count, Task<D> task) {
        AtomicInteger next = new AtomicInteger();
        List<Callable<Boolean>> shares = desks.stream()
                .map(desk -> (Callable<Boolean>) () -> {
                    for (int row = next.getAndIncrement(); row < count; row = next.getAndIncrement()) {
                        task.run(desk, row);
                    }
                    return true;
                })
                .toList();
        try {
            if (shares.size() == 1) {
                shares.get(0).call();
                return;
            }
            for (Future<Boolean> share : threads.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw unchecked(cause == null ? failed : cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while rows were spliced", stopped);
        } catch (Exception failed) {
            throw unchecked(failed);
        }
    }

    private static RuntimeException unchecked(Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException same ? same : new IllegalStateException(failed);
    }
}
