package org.noisefloor.testkit;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** What a piece of code does beside setting fields: seen by counters of the JVM, not by a clock. */
final class Work {
    private static final int TIMES = 5;

    /** More than any provider's fields take, and less than opening a file does. */
    private static final long FIELDS = 2048;

    private Work() {}

    /** {@code nothing}, or what it did each time. */
    static String of(Callable<?> code) throws ReflectiveOperationException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        long waited = Long.MAX_VALUE;
        long started = Long.MAX_VALUE;
        for (int time = 0; time < TIMES; time++) {
            long startedBefore = threads.getTotalStartedThreadCount();
            long waitedBefore = threads.getThreadInfo(self).getWaitedCount();
            long bytesBefore = threads.getThreadAllocatedBytes(self);
            call(code);
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(self) - bytesBefore);
            waited = Math.min(waited, threads.getThreadInfo(self).getWaitedCount() - waitedBefore);
            started = Math.min(started, threads.getTotalStartedThreadCount() - startedBefore);
        }
        return started > 0
                ? "starts a thread"
                : waited > 0 ? "waits" : bytes > FIELDS ? "allocates " + bytes + " bytes" : "nothing";
    }

    private static void call(Callable<?> code) throws ReflectiveOperationException {
        try {
            code.call();
        } catch (ReflectiveOperationException | RuntimeException thrown) {
            throw thrown;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
