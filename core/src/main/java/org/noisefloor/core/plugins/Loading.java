package org.noisefloor.core.plugins;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads plugins one after the other in a thread beside, so that one whose constructor never comes back holds up nobody but itself.
 *
 * @param patience how long one plugin may take
 */
record Loading(Duration patience) {
    /** Hundred times what the slowest of the project's plugins takes, on a machine with other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What came of one plugin; what was thrown is the host's failure, since those of plugins are told in entries. */
    private record Outcome<R>(@Nullable R result, @Nullable Throwable thrown) {}

    /** How one piece of work is told that never ended. */
    interface Abandoned<T, R> {
        R told(T work, String what);
    }

    /** The results in order. */
    <T, R> List<R> all(List<T> works, Function<T, R> load, Abandoned<T, R> abandoned) {
        List<R> results = new ArrayList<>();
        while (results.size() < works.size()) {
            List<T> left = works.subList(results.size(), works.size());
            Worker<T, R> worker = new Worker<>(left, load);
            worker.start();
            for (T work : left) {
                Outcome<R> outcome = worker.next(patience);
                if (outcome == null) {
                    results.add(abandoned.told(work, worker.whereItIs(patience)));
                    worker.abandon();
                    break;
                }
                results.add(taken(outcome));
            }
        }
        return results;
    }

    private static <R> R taken(Outcome<R> outcome) {
        if (outcome.thrown() instanceof Error error) {
            throw error;
        }
        if (outcome.thrown() != null) {
            throw (RuntimeException) outcome.thrown();
        }
        return Objects.requireNonNull(outcome.result());
    }

    private static final class Worker<T, R> {
        private final BlockingQueue<Outcome<R>> outcomes = new LinkedBlockingQueue<>();
        private final Thread thread;
        private volatile boolean abandoned;

        Worker(List<T> works, Function<T, R> load) {
            thread = new Thread(
                    () -> {
                        for (T work : works) {
                            if (abandoned) {
                                return;
                            }
                            outcomes.add(outcome(work, load));
                        }
                    },
                    "loading plugins");
            thread.setDaemon(true);
        }

        private static <T, R> Outcome<R> outcome(T work, Function<T, R> load) {
            try {
                return new Outcome<>(load.apply(work), null);
            } catch (RuntimeException | Error thrown) {
                return new Outcome<>(null, thrown);
            }
        }

        void start() {
            thread.start();
        }

        void abandon() {
            abandoned = true;
        }

        /** Null if it takes too long. */
        @Nullable
        Outcome<R> next(Duration patience) {
            try {
                return outcomes.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while plugins were loaded", interrupted);
            }
        }

        String whereItIs(Duration patience) {
            return Calls.frameOfPlugin(thread.getStackTrace())
                            .map(frame -> "class " + frame.getClassName())
                            .orElse("it")
                    + " did not come back within " + patience.toSeconds()
                    + " s when its providers were created; a constructor and a static initialiser do no work";
        }
    }
}
