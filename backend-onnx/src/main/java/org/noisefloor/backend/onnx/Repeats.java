package org.noisefloor.backend.onnx;

import java.util.stream.IntStream;
import org.noisefloor.api.backend.TokenBatch;

/**
 * Sequences of a batch that are given what one before them is given, so that they need not run: a site set to zero, or to a mean, is the
 * same in each. Those that are given what the original has are left as they are, since they must come out as the trace did, and that
 * ran them all.
 */
final class Repeats {
    private final int[] firsts;

    private Repeats(int[] firsts) {
        this.firsts = firsts;
    }

    /**
     * Compares to the last bit, each sequence with those before it; where they differ, that is seen in the first of their rows.
     *
     * @param replaced what is put at the only site that is read behind it
     * @param original what stood there
     */
    static Repeats of(TokenBatch batch, PinnedFloats replaced, PinnedFloats original) {
        int[] firsts = new int[batch.shape().sequences()];
        for (int s = 0; s < firsts.length; s++) {
            int sequence = s;
            // padding alone is nothing that the trace has to be met in
            firsts[s] = batch.length(s) > 0 && replaced.isSame(s, original, s)
                    ? s
                    : IntStream.range(0, s)
                            .filter(before -> firsts[before] == before
                                    && batch.length(before) == batch.length(sequence)
                                    && replaced.isSame(before, replaced, sequence))
                            .findFirst()
                            .orElse(s);
        }
        return new Repeats(firsts);
    }

    /** How many sequences are left to run. */
    int left() {
        return (int) IntStream.range(0, firsts.length).filter(this::runs).count();
    }

    /** Whether a sequence is none of them. */
    boolean runs(int sequence) {
        return firsts[sequence] == sequence;
    }

    /** Gives each what came out for the one that it repeats. */
    void copy(PinnedFloats logits) {
        for (int s = 0; s < firsts.length; s++) {
            if (!runs(s)) {
                logits.copy(firsts[s], s);
            }
        }
    }
}
