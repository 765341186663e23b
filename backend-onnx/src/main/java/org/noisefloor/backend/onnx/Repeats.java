package org.noisefloor.backend.onnx;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.noisefloor.api.backend.TokenBatch;

/**
 * Sequences of a batch that are given what one before them is given, here or in an earlier batch, so that they need not run: a site set to
 * zero, or to a mean, is the same in each. Those that are given what the original has are left as they are, since they must come out as
 * the trace did, and that ran them all.
 */
final class Repeats {
    private final TokenBatch batch;
    private final String site;
    private final PinnedFloats replaced;
    private final Remembered remembered;
    private final int[] firsts;
    private final boolean leavesSome;
    /** Logits that are remembered, by sequence; of those that are the first with what they are given. */
    private final Map<Integer, ByteBuffer> known = new HashMap<>();

    private Repeats(
            TokenBatch batch,
            String site,
            PinnedFloats replaced,
            Remembered remembered,
            int[] firsts,
            boolean leavesSome) {
        this.batch = batch;
        this.site = site;
        this.replaced = replaced;
        this.remembered = remembered;
        this.firsts = firsts;
        this.leavesSome = leavesSome;
    }

    /**
     * Compares to the last bit, each sequence with those before it; where they differ, that is seen in the first of their rows.
     *
     * @param site the only one that is read behind it
     * @param replaced what is put there
     * @param original what stood there
     */
    static Repeats of(
            TokenBatch batch, String site, PinnedFloats replaced, PinnedFloats original, Remembered remembered) {
        int[] firsts = new int[batch.shape().sequences()];
        boolean[] stay = new boolean[firsts.length];
        for (int s = 0; s < firsts.length; s++) {
            // padding alone is nothing that the trace has to be met in
            stay[s] = batch.length(s) > 0 && replaced.isSame(s, original, s);
        }
        boolean leavesSome = IntStream.range(0, stay.length).anyMatch(s -> stay[s]);
        Repeats repeats = new Repeats(batch, site, replaced, remembered, firsts, leavesSome);
        for (int s = 0; s < firsts.length; s++) {
            int sequence = s;
            firsts[s] = stay[s]
                    ? s
                    : IntStream.range(0, s)
                            .filter(before -> firsts[before] == before
                                    && batch.length(before) == batch.length(sequence)
                                    && replaced.isSame(before, replaced, sequence))
                            .findFirst()
                            .orElse(s);
            if (!stay[s] && firsts[s] == s) {
                remembered
                        .logits(site, batch.length(s), replaced, s)
                        .ifPresent(logits -> repeats.known.put(sequence, logits));
            }
        }
        return repeats;
    }

    /**
     * How many are given what none before them in this batch is: whatever is remembered, so that what runs by itself does not depend on the
     * batches before.
     */
    int distinct() {
        return (int)
                IntStream.range(0, firsts.length).filter(s -> firsts[s] == s).count();
    }

    /** Whether some sequence is given what the original has, so that its logits must be those of the trace to the last bit. */
    boolean leavesSome() {
        return leavesSome;
    }

    /** Whether a sequence has to run. */
    boolean runs(int sequence) {
        return firsts[sequence] == sequence && !known.containsKey(sequence);
    }

    /** Gives each what came out for the one that it repeats, once all others have run, and remembers that. */
    void fill(PinnedFloats logits) {
        known.forEach(logits::put);
        int[] repeating =
                IntStream.range(0, firsts.length).filter(s -> firsts[s] != s).toArray();
        IntStream.of(repeating).forEach(s -> logits.copy(firsts[s], s));
        IntStream.of(repeating)
                .map(s -> firsts[s])
                .distinct()
                .filter(first -> runs(first) && batch.length(first) > 0)
                .forEach(first -> remembered.add(site, batch.length(first), replaced, logits, first));
    }
}
