package org.noisefloor.api;

import java.util.List;

/**
 * Sequences of token ids, padded on the right to one {@link BatchShape}. Padding is known by length, never by id.
 *
 * <p>A sequence may be empty: the last batch of a corpus is filled up with empty ones.
 */
public final class TokenBatch {
    private final BatchShape shape;
    private final int[][] sequences;

    /** @param sequences at most {@code shape.sequences()}, each at most {@code shape.length()} long */
    public TokenBatch(BatchShape shape, List<int[]> sequences) {
        if (sequences.size() > shape.sequences()) {
            throw new IllegalArgumentException(sequences.size() + " sequences in a batch of " + shape.sequences());
        }
        this.shape = shape;
        this.sequences = new int[shape.sequences()][];
        for (int s = 0; s < shape.sequences(); s++) {
            this.sequences[s] = s < sequences.size() ? sequences.get(s).clone() : new int[0];
            if (this.sequences[s].length > shape.length()) {
                throw new IllegalArgumentException(
                        "a sequence of " + this.sequences[s].length + " tokens in a batch of length " + shape.length());
            }
        }
    }

    public BatchShape shape() {
        return shape;
    }

    /** Tokens of a sequence without its padding. */
    public int length(int sequence) {
        return sequences[sequence].length;
    }

    /** The token at a position, 0 where there is only padding. */
    public int token(int sequence, int position) {
        return position < sequences[sequence].length ? sequences[sequence][position] : 0;
    }
}
