package org.noisefloor.core.run.prepare;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;

/**
 * The one batch shape of a run: as many sequences as were asked for, or as fit into memory.
 *
 * <p>A batch holds up to three arrays of logits (original, spliced, and those of another model where one is an arm), at each site of the
 * cut the activation, and the buffers of the arms: a replacement for each intervention at each site that it writes, one that the
 * baselines share, and more where sites are spliced together. What an intervention writes is known only when it is open, so before that
 * it is taken for the site that it reads. With {@code run.buckets} the model is cut at shorter lengths besides, which together are no
 * longer than the run's, and what these give is held in the run's shape too: that is up to four more arrays of logits, and the
 * activation at each site three times more. What the engine and the plugins need inside comes on top, about as much again for small
 * models, which is why the bound is a
 * quarter of the machine's memory, and at most half of what the JVM allows outside its heap. What a model takes on a GPU is not in it.
 *
 * @param note a sentence for the user if the batch had to shrink
 */
record BatchSize(BatchShape shape, Optional<String> note) {
    private static final int DEFAULT_SEQUENCES = 8;
    private static final long MEBIBYTE = 1L << 20;
    /** A direct buffer is indexed by int, in bytes. */
    private static final long LARGEST_BUFFER = Integer.MAX_VALUE - 8L;

    /** Before anything is open. */
    static BatchSize of(Plan plan, List<Site> sites, int vocabulary) {
        long buffersPerSite = 1L + plan.interventions().size();
        return of(
                plan,
                vocabulary,
                sites.stream()
                        .mapToLong(site -> (heldBySite(plan) + buffersPerSite) * site.width())
                        .sum());
    }

    /**
     * With the arms as they are.
     *
     * @param cut all sites where the model is cut
     * @param arms numbers in the buffers of all arms, for each row
     */
    static BatchSize of(Plan plan, Collection<Site> cut, int vocabulary, long arms) {
        return of(
                plan,
                vocabulary,
                arms + heldBySite(plan) * cut.stream().mapToLong(Site::width).sum());
    }

    /** Activations at each site of the cut. */
    private static long heldBySite(Plan plan) {
        return plan.run().buckets() ? 4 : 1;
    }

    private static long heldLogits(Plan plan) {
        return plan.run().buckets() ? 7 : 3;
    }

    private static BatchSize of(Plan plan, int vocabulary, long floatsPerRow) {
        int length = plan.corpus().length();
        long asked = plan.run()
                .batchSequences()
                .orElse(
                        plan.run().batchTokens().isPresent()
                                ? Math.max(1, plan.run().batchTokens().getAsInt() / length)
                                : DEFAULT_SEQUENCES);
        long wanted = Math.min(asked, Math.max(DEFAULT_SEQUENCES, most(plan)));
        long logits = 4L * length * vocabulary;
        long perSequence = heldLogits(plan) * logits + 4L * length * floatsPerRow;
        long memory = Math.min(plan.run().memoryBytes().orElse(physicalMemory() / 4), directMemory() / 2);
        long fits = Math.min(memory / perSequence, LARGEST_BUFFER / logits);
        if (fits < 1) {
            throw new UserError(
                    plan.places().of("run.memory") + ": one sequence of " + length + " tokens with a vocabulary of "
                            + vocabulary + " needs " + mebibytes(perSequence)
                            + " of buffers in the machine's own memory, but " + mebibytes(memory)
                            + " are allowed (run.memory, and half of the JVM's -XX:MaxDirectMemorySize); allow more, or"
                            + " take a shorter corpus.length");
        }
        int sequences = (int) Math.min(wanted, fits);
        Optional<String> note = sequences == wanted
                ? wanted == asked
                        ? Optional.empty()
                        : Optional.of("batches of " + asked + " sequences are asked for, and of " + wanted
                                + " are taken, since the run has no more than " + most(plan))
                : Optional.of("batches shrink from " + wanted + " to " + sequences
                        + " sequences, since one sequence needs " + mebibytes(perSequence)
                        + " of buffers in the machine's own memory and "
                        + mebibytes(memory)
                        + " are allowed (run.memory, and half of the JVM's -XX:MaxDirectMemorySize)");
        return new BatchSize(BatchShape.of(sequences, length), note);
    }

    /** The sequences of a run, as far as the config alone tells: what room for more would hold is nothing. */
    private static long most(Plan plan) {
        return plan.corpus().sequences().isEmpty()
                ? Long.MAX_VALUE
                : Math.max(
                        plan.corpus().sequences().getAsInt(),
                        plan.corpus().calibration().sequences());
    }

    private static String mebibytes(long bytes) {
        return bytes < MEBIBYTE ? bytes / 1024 + " KiB" : bytes / MEBIBYTE + " MiB";
    }

    private static long physicalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** What direct buffers may take: the flag, or by default as much as the heap. */
    private static long directMemory() {
        long flag = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
        return flag > 0 ? flag : Runtime.getRuntime().maxMemory();
    }
}
