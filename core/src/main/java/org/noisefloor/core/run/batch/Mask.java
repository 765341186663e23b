package org.noisefloor.core.run.batch;

import java.util.BitSet;
import java.util.Set;
import org.noisefloor.api.backend.TokenBatch;

/**
 * The one mask that splice, baselines, ablations and scoring share: real tokens that are neither special nor among the first
 * {@code skipFirst}. A position is judged by its own token; the last one of a sequence is intervened on and not scored.
 * Immutable.
 *
 * <p>Positions whose logits are NaN or +∞ under some arm are intervened on and measured under none.
 */
public final class Mask {
    private final BitSet intervened;
    private final BitSet measured;
    private final BitSet scored;
    private final BitSet ends;

    /** @param measured scored and ends are among them, and all are intervened on */
    private Mask(BitSet intervened, BitSet measured, BitSet scored, BitSet ends) {
        this.intervened = intervened;
        this.measured = measured;
        this.scored = scored;
        this.ends = ends;
    }

    /**
     * The rule.
     *
     * @param special token ids outside the mask
     * @param skipFirst positions at the start of a sequence that are outside the mask
     * @param ends whether predictions are also compared at the last position, which has no correct token
     */
    public record Rule(Set<Integer> special, int skipFirst, boolean ends) {
        public Rule(Set<Integer> special, int skipFirst) {
            this(special, skipFirst, false);
        }

        public Mask of(TokenBatch batch) {
            BitSet intervened = new BitSet();
            BitSet scored = new BitSet();
            BitSet last = new BitSet();
            int length = batch.shape().length();
            for (int s = 0; s < batch.shape().sequences(); s++) {
                int end = batch.length(s);
                for (int t = skipFirst; t < end; t++) {
                    if (!special.contains(batch.token(s, t))) {
                        intervened.set(s * length + t);
                        scored.set(s * length + t, t + 1 < end);
                        last.set(s * length + t, ends && t + 1 == end);
                    }
                }
            }
            return new Mask(intervened, intervened, scored, last);
        }
    }

    /** Of no row. */
    static Mask none() {
        return new Mask(new BitSet(), new BitSet(), new BitSet(), new BitSet());
    }

    public boolean intervened(int row) {
        return intervened.get(row);
    }

    /** Whether the row's position is measured: intervened on, and not left out. */
    public boolean measured(int row) {
        return measured.get(row);
    }

    public boolean scored(int row) {
        return scored.get(row);
    }

    /** Whether predictions are compared here although no correct token follows. */
    public boolean end(int row) {
        return ends.get(row);
    }

    /** The same with further rows left out of everything that is measured; this one if they are left out already. */
    public Mask without(BitSet rows) {
        return measured.intersects(rows)
                ? new Mask(intervened, minus(measured, rows), minus(scored, rows), minus(ends, rows))
                : this;
    }

    private static BitSet minus(BitSet all, BitSet some) {
        BitSet left = (BitSet) all.clone();
        left.andNot(some);
        return left;
    }

    /** A mask of the measured rows alone: what calibrates must not see the others either. */
    public Mask measuredOnly() {
        return new Mask(measured, measured, new BitSet(), new BitSet());
    }

    /** Rows that are left out, of from..to. */
    public int leftOut(int from, int to) {
        return intervened.get(from, to).cardinality() - measured(from, to);
    }

    /** Measured positions of rows from..to. */
    public int measured(int from, int to) {
        return measured.get(from, to).cardinality();
    }

    /** Scored positions of rows from..to. */
    public int scored(int from, int to) {
        return scored.get(from, to).cardinality();
    }

    /** Positions of rows from..to where predictions are compared although no correct token follows. */
    public int ends(int from, int to) {
        return ends.get(from, to).cardinality();
    }

    /** The measured rows of from..to, ascending. */
    public int[] measuredRows(int from, int to) {
        return rows(measured, from, to);
    }

    /** The scored rows of from..to, ascending. */
    public int[] scoredRows(int from, int to) {
        return rows(scored, from, to);
    }

    private static int[] rows(BitSet of, int from, int to) {
        return of.get(from, to).stream().map(row -> from + row).toArray();
    }
}
