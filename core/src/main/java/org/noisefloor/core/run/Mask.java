package org.noisefloor.core.run;

import java.util.BitSet;
import java.util.Set;
import org.noisefloor.api.TokenBatch;

/**
 * The one mask that splice, baselines, ablations and scoring share: real tokens that are neither special nor among the first
 * {@code skipFirst}. A position is judged by its own token; the last one of a sequence is intervened on and not scored.
 */
final class Mask {
    private final BitSet intervened = new BitSet();
    private final BitSet scored = new BitSet();

    /** The rule: which token ids are special, and how many positions are skipped at the start. */
    record Rule(Set<Integer> special, int skipFirst) {

        Mask of(TokenBatch batch) {
            Mask mask = new Mask();
            int length = batch.shape().length();
            for (int s = 0; s < batch.shape().sequences(); s++) {
                int end = batch.length(s);
                for (int t = skipFirst; t < end; t++) {
                    if (!special.contains(batch.token(s, t))) {
                        mask.intervened.set(s * length + t);
                        mask.scored.set(s * length + t, t + 1 < end);
                    }
                }
            }
            return mask;
        }
    }

    boolean intervened(int row) {
        return intervened.get(row);
    }

    boolean scored(int row) {
        return scored.get(row);
    }

    /** Positions in the mask of rows from..to. */
    int intervened(int from, int to) {
        return intervened.get(from, to).cardinality();
    }

    /** Scored positions of rows from..to. */
    int scored(int from, int to) {
        return scored.get(from, to).cardinality();
    }
}
