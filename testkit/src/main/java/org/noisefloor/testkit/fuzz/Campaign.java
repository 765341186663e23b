package org.noisefloor.testkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A long check of inputs that are nearly right, in a process of its own, with one line at its end. An input at which a reader does not come
 * back ends the process; so does one for which the process takes more memory than it may.
 */
public final class Campaign {
    /** Inputs between two looks. */
    private static final long STEP = 100;

    private static final long SECONDS_FOR_A_STEP = 120;
    private static final long MOST_MEGABYTES = 1024;

    private Campaign() {}

    /** Checks the inputs of some numbers. */
    @FunctionalInterface
    public interface Check {
        /** @return how many were refused */
        long check(long first, long count) throws IOException;
    }

    /**
     * Runs it and prints what came of it.
     *
     * @param what the inputs are, in the plural
     * @param first the first number
     * @param count how many numbers
     * @param each how many inputs a number has
     */
    public static void run(String what, long first, long count, int each, Check check) throws IOException {
        long start = System.nanoTime();
        long refused = 0;
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });
        for (long from = first; from < first + count; from += STEP) {
            long numbers = Math.min(STEP, first + count - from);
            String these = what + ", numbers " + from + " to " + (from + numbers - 1);
            ScheduledFuture<?> hang =
                    watch.schedule(() -> stop(these + ": no answer for minutes"), SECONDS_FOR_A_STEP, TimeUnit.SECONDS);
            refused += check.check(from, numbers);
            hang.cancel(false);
            if (megabytes() > MOST_MEGABYTES) {
                stop(these + ": the process took " + megabytes() + " MB");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d from number %d on, %d read, %d refused in one sentence, %.0f seconds, at most %d MB%n",
                what,
                count * each,
                first,
                count * each - refused,
                refused,
                (System.nanoTime() - start) / 1e9,
                megabytes());
    }

    private static void stop(String why) {
        System.err.println(why);
        Runtime.getRuntime().halt(1);
    }

    /** The most memory that this process has had, heap and all else; 0 where the system does not say. */
    private static long megabytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException unknown) {
            return 0;
        }
    }
}
