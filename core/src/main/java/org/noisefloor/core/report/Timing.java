package org.noisefloor.core.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.prepare.EngineClock;

/**
 * What a run took, from the start of the process until its report is written.
 *
 * @param millis by the clock, from when the command began
 * @param summing by the clock as well, what of it summing up took; 0 where nothing was summed up
 * @param cpu processor time of all threads, in nanoseconds
 * @param engine the part of it that went by inside calls of an engine
 * @param calls of plugins, without those at every position
 */
public record Timing(long millis, long summing, long cpu, long engine, long calls) {

    /** So far. */
    public static Timing of(Instant started, PreparedRun run, Catalogue catalogue) {
        return new Timing(millis(started), 0, EngineClock.processTime(), run.engineTime(), catalogue.calls());
    }

    private static long millis(Instant since) {
        return Duration.between(since, Instant.now()).toMillis();
    }

    /** The same, summing up being all that came behind an instant. */
    public Timing summedUp(Instant since) {
        return new Timing(millis, millis(since), cpu, engine, calls);
    }

    /** What was taken since an earlier look at the same run. */
    public Timing since(Timing earlier) {
        return new Timing(millis, summing, cpu - earlier.cpu, engine - earlier.engine, calls - earlier.calls);
    }

    /** The share of processor time that was not the engines'. */
    double outside() {
        return cpu == 0 ? 0 : 1 - (double) engine / cpu;
    }

    Map<String, Object> tree() {
        return new Tree()
                .put("summing_up_seconds", summing / 1e3)
                .put("cpu_seconds", seconds(cpu))
                .put("engine_cpu_seconds", seconds(engine))
                .put("outside_engine", Math.round(outside() * 1e4) / 1e4)
                .put("plugin_calls", calls)
                .map();
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e6) / 1e3;
    }

    /** In one line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "Time: %.1f s by the clock%s; %.1f s of processor time, %.1f s of it inside the engine, %.1f %% outside.",
                millis / 1e3,
                summing == 0 ? "" : String.format(Locale.ROOT, ", %.1f s of it summing up", summing / 1e3),
                cpu / 1e9,
                engine / 1e9,
                100 * outside());
    }
}
