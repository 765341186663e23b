package org.noisefloor.core.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.run.Rehearsal;
import org.noisefloor.core.summary.Summarizer;
import org.noisefloor.files.text.PlainNumbers;

/**
 * What a run takes of time, disk and memory, beside what there is.
 *
 * @param sums bytes of heap that summing up takes
 * @param process the most memory that this process has held, its engine's weights and buffers included; empty where the system does not
 *     tell
 * @param heap what the JVM's heap may grow to
 * @param machine the machine's memory
 */
record Costs(Rehearsal rehearsal, long sums, Path output, OptionalLong process, long heap, long machine) {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*([0-9]+) kB");

    /** @param resamples how many make an interval */
    static Costs of(Rehearsal rehearsal, int resamples, Path output) {
        return new Costs(
                rehearsal,
                Summarizer.heap(rehearsal.described().layout(), rehearsal.sequences(), rehearsal.numbers(), resamples),
                output,
                peak(),
                Runtime.getRuntime().maxMemory(),
                machineMemory());
    }

    /** Linux alone tells. */
    private static OptionalLong peak() {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/self/status"), StandardCharsets.UTF_8));
            return peak.find() ? OptionalLong.of(Long.parseLong(peak.group(1)) << 10) : OptionalLong.empty();
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }

    private static long machineMemory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    void print(PrintWriter out) {
        out.println("Time:      about " + ConsoleProgress.duration(rehearsal.seconds()) + " for "
                + PlainNumbers.counted(rehearsal.sequences(), "sequence")
                + ", by the first " + PlainNumbers.count(rehearsal.first().size())
                + "; summing up and the report come on top");
        out.println("Disk:      about " + PlainNumbers.bytes(rehearsal.records()) + " of records, and the report; "
                + RunFolder.room(output));
        out.println("Memory:    "
                + (process.isPresent()
                        ? PlainNumbers.bytes(process.getAsLong()) + " at most so far (engine, weights, buffers), "
                        : "")
                + PlainNumbers.bytes(sums) + " of heap for the sums in the end; the heap may take "
                + PlainNumbers.bytes(heap) + " (-Xmx), the machine has " + PlainNumbers.bytes(machine));
    }

    /** What will not do, a sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        RunFolder.tooLarge(output, rehearsal.records()).ifPresent(warnings::add);
        if (sums > heap) {
            warnings.add("summing up takes " + PlainNumbers.bytes(sums) + ", but the JVM's heap may take "
                    + PlainNumbers.bytes(heap)
                    + "; give it more (NOISEFLOOR_JAVA_OPTS=-Xmx…), or take fewer arms, metrics or resamples");
        }
        long together = process.orElse(0) + sums;
        if (together > machine) {
            warnings.add("engine and sums hold " + PlainNumbers.bytes(together) + " together, but the machine has "
                    + PlainNumbers.bytes(machine) + "; take a smaller run.batch");
        }
        return warnings;
    }
}
