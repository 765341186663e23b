package org.noisefloor.core.run.prepare;

import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.Splice;

/**
 * Processor time that the process spends while an engine is called: what is left of its whole time is the host's, and that of plugins
 * that are no engine. Engines compute on threads of their own, so the time is that of all threads; what others of them do meanwhile (digests,
 * the compiler) is in it. Used by the thread that runs batches.
 */
public final class EngineClock {
    private final Supplier<Long> processTime;
    private long inside;
    private long since;

    public EngineClock() {
        this(EngineClock::processTime);
    }

    /** @param processTime nanoseconds */
    EngineClock(Supplier<Long> processTime) {
        this.processTime = processTime;
    }

    /** Processor time of the process so far, in nanoseconds; 0 on a JVM that does not tell. */
    public static long processTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? Math.max(0, os.getProcessCpuTime())
                : 0;
    }

    /** What was spent inside, in nanoseconds. */
    public long inside() {
        return inside;
    }

    /** Calls an engine. */
    <T> T inside(Supplier<T> call) {
        start();
        try {
            return call.get();
        } finally {
            stop();
        }
    }

    /** The same splice, whose replacements are not the engine's time though they happen in the middle of a call. */
    Splice splice(Splice splice) {
        return new Splice() {
            @Override
            public List<Site> sites() {
                return splice.sites();
            }

            @Override
            public void replace(Site site, FloatBuffer activation) {
                stop();
                try {
                    splice.replace(site, activation);
                } finally {
                    start();
                }
            }
        };
    }

    private void start() {
        since = processTime.get();
    }

    private void stop() {
        inside += processTime.get() - since;
    }
}
