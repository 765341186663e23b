package org.noisefloor.core.run;

import java.util.BitSet;
import java.util.Set;
import org.noisefloor.api.TokenBatch;

/**
 * The one mask that splice, baselines, ablations and scoring share: real tokens that are neither special nor among the first
 * {@code skipFirst}. A position is judged by its own token; the last one of a sequence is intervened on and not scored.
 *
 * <p>Positions whose logits are NaN or +∞ under some arm are intervened on and measured under none.
 */
final class Mask {
    private final BitSet intervened = new BitSet();
    private final BitSet scored = new BitSet();
    private final BitSet ends = new BitSet();
    private final BitSet leftOut = new BitSet();

    /**
     * The rule.
     *
     * @param special token ids outside the mask
     * @param skipFirst positions at the start of a sequence that are outside the mask
     * @param ends whether predictions are also compared at the last position, which has no correct token
     */
    record Rule(Set<Integer> special, int skipFirst, boolean ends) {
        Rule(Set<Integer> special, int skipFirst) {
            this(special, skipFirst, false);
        }

        Mask of(TokenBatch batch) {
            Mask mask = new Mask();
            int length = batch.shape().length();
            for (int s = 0; s < batch.shape().sequences(); s++) {
                int end = batch.length(s);
                for (int t = skipFirst; t < end; t++) {
                    if (!special.contains(batch.token(s, t))) {
                        mask.intervened.set(s * length + t);
                        mask.scored.set(s * length + t, t + 1 < end);
                        mask.ends.set(s * length + t, ends && t + 1 == end);
                    }
                }
            }
            return mask;
        }
    }

    boolean intervened(int row) {
        return intervened.get(row);
    }

    /** Whether the row's position is measured: intervened on, and not left out. */
    synchronized boolean measured(int row) {
        return intervened.get(row) && !leftOut.get(row);
    }

    boolean scored(int row) {
        return scored.get(row) && measured(row);
    }

    /** Whether predictions are compared here although no correct token follows. */
    boolean end(int row) {
        return ends.get(row) && measured(row);
    }

    /** A mask of the measured rows alone: what calibrates must not see the others either. */
    synchronized Mask measuredOnly() {
        Mask only = new Mask();
        only.intervened.or(intervened);
        only.intervened.andNot(leftOut);
        return only;
    }

    /** Leaves a row out of everything that is measured from now on. */
    synchronized void leaveOut(int row) {
        leftOut.set(row);
    }

    /** Rows that are left out, of from..to. */
    synchronized int leftOut(int from, int to) {
        return leftOut.get(from, to).cardinality();
    }

    /** Measured positions of rows from..to. */
    synchronized int measured(int from, int to) {
        return cardinality(intervened, from, to);
    }

    /** Scored positions of rows from..to. */
    synchronized int scored(int from, int to) {
        return cardinality(scored, from, to);
    }

    /** Positions of rows from..to where predictions are compared although no correct token follows. */
    synchronized int ends(int from, int to) {
        return cardinality(ends, from, to);
    }

    private int cardinality(BitSet rows, int from, int to) {
        BitSet left = rows.get(from, to);
        left.andNot(leftOut.get(from, to));
        return left.cardinality();
    }
}
