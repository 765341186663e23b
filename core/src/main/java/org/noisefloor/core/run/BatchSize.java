package org.noisefloor.core.run;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;

/**
 * The one batch shape of a run: as many sequences as were asked for, or as fit into memory.
 *
 * <p>A batch holds two arrays of logits (original and spliced), and for each site the activation, its replacement and what an
 * intervention was matched to. What the engine needs inside comes on top, about as much again for small models, which is why
 * the default bound is a quarter of the machine's memory.
 *
 * @param note a sentence for the user if the batch had to shrink
 */
record BatchSize(BatchShape shape, Optional<String> note) {
    private static final int DEFAULT_SEQUENCES = 8;
    /** A direct buffer is indexed by int, in bytes. */
    private static final long LARGEST_BUFFER = Integer.MAX_VALUE - 8L;

    static BatchSize of(Plan plan, List<Site> sites, int vocabulary) {
        int length = plan.corpus().length();
        long wanted = plan.run()
                .batchSequences()
                .orElse(
                        plan.run().batchTokens().isPresent()
                                ? Math.max(1, plan.run().batchTokens().getAsInt() / length)
                                : DEFAULT_SEQUENCES);
        long logits = 4L * length * vocabulary;
        long activations =
                sites.stream().mapToLong(site -> 4L * 4 * length * site.width()).sum();
        long perSequence = 2 * logits + activations;
        long memory = plan.run().memoryBytes().orElse(physicalMemory() / 4);
        long fits = Math.min(memory / perSequence, LARGEST_BUFFER / logits);
        if (fits < 1) {
            throw new UserError(
                    plan.places().of("run.memory") + ": one sequence of " + length + " tokens with a vocabulary of "
                            + vocabulary + " needs " + mebibytes(perSequence) + " of buffers, but run.memory allows "
                            + mebibytes(memory) + "; allow more, or take a shorter corpus.length");
        }
        int sequences = (int) Math.min(wanted, fits);
        Optional<String> note = sequences == wanted
                ? Optional.empty()
                : Optional.of("batches shrink from " + wanted + " to " + sequences
                        + " sequences, since one sequence needs " + mebibytes(perSequence) + " of buffers and "
                        + mebibytes(memory) + " are allowed (run.memory)");
        return new BatchSize(new BatchShape(sequences, length), note);
    }

    private static String mebibytes(long bytes) {
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : Math.round(bytes / 1048576.0) + " MiB";
    }

    private static long physicalMemory() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getTotalMemorySize();
    }
}
