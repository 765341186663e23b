package org.noisefloor.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterator;

/** Tells how far the tasks are, by executors' heartbeats, and when no executor lives long enough to begin one. */
final class Watch extends SparkListener {
    private static final int HOPELESS = 5;

    private final Bridge console;
    private final int sequences;
    private final long recorded;
    private final BiConsumer<Refusal, JavaSparkContext> refuse;
    private final JavaSparkContext spark;
    /** Sequences by task; of one that failed, its next attempt tells them again. */
    private final Map<Long, Long> byTask = new HashMap<>();

    private long told;
    private int removed;
    private boolean begun;

    /** @param recorded the accumulator that counts sequences */
    Watch(
            Bridge console,
            int sequences,
            long recorded,
            BiConsumer<Refusal, JavaSparkContext> refuse,
            JavaSparkContext spark) {
        this.console = console;
        this.sequences = sequences;
        this.recorded = recorded;
        this.refuse = refuse;
        this.spark = spark;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        begun = true;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        Iterator<scala.Tuple4<Object, Object, Object, scala.collection.immutable.Seq<AccumulableInfo>>> tasks =
                update.accumUpdates().iterator();
        while (tasks.hasNext()) {
            var task = tasks.next();
            take((Long) task._1(), task._4().iterator());
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            take(end.taskInfo().taskId(), end.taskInfo().accumulables().iterator());
        } else {
            byTask.remove(end.taskInfo().taskId());
        }
    }

    private void take(long task, Iterator<AccumulableInfo> accumulated) {
        while (accumulated.hasNext()) {
            AccumulableInfo each = accumulated.next();
            if (each.id() == recorded
                    && each.update().isDefined()
                    && each.update().get() instanceof Long count) {
                byTask.put(task, count);
            }
        }
        long now = Math.min(
                sequences, byTask.values().stream().mapToLong(Long::longValue).sum());
        if (now > told) {
            console.advance(Math.toIntExact(now - told));
            told = now;
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
        removed++;
        if (begun) {
            console.note("executor " + gone.executorId() + " is lost ("
                    + gone.reason().lines().findFirst().orElse("")
                    + "); what it was at is computed again behind its last whole batch");
        } else if (removed >= HOPELESS) {
            refuse.accept(
                    Refusal.ofInput("executors end before they begin (" + removed + " so far: "
                            + gone.reason().lines().findFirst().orElse("")
                            + "); see their logs; a Java that is neither 17 nor 21 is the usual reason"
                            + " (spark.executorEnv.JAVA_HOME)"),
                    spark);
        }
    }
}
