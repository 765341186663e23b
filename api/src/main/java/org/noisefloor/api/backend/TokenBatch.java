package org.noisefloor.api.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;

/**
 * Sequences of token ids, padded on the right to one {@link BatchShape}. Padding is known by length, never by id. Immutable.
 *
 * <p>A sequence may be empty: the last batch of a corpus is filled up with empty ones.
 */
public final class TokenBatch {
    private final BatchShape shape;
    private final List<int[]> sequences;

    private TokenBatch(BatchShape shape, List<int[]> sequences) {
        this.shape = shape;
        this.sequences = sequences;
    }

    /**
     * @param sequences at most {@code shape.sequences()}, each at most {@code shape.length()} long; empty ones follow
     * @throws IllegalArgumentException if there are more, or one is longer
     */
    public static TokenBatch of(BatchShape shape, List<int[]> sequences) {
        if (sequences.size() > shape.sequences()) {
            throw new IllegalArgumentException(sequences.size() + " sequences in a batch of " + shape.sequences());
        }
        List<int[]> all = new ArrayList<>();
        for (int s = 0; s < shape.sequences(); s++) {
            int[] tokens = s < sequences.size() ? sequences.get(s).clone() : new int[0];
            if (tokens.length > shape.length()) {
                throw new IllegalArgumentException(
                        "a sequence of " + tokens.length + " tokens in a batch of length " + shape.length());
            }
            all.add(tokens);
        }
        return new TokenBatch(shape, all);
    }

    public BatchShape shape() {
        return shape;
    }

    /** Tokens of a sequence without its padding. */
    public int length(int sequence) {
        return sequences.get(sequence).length;
    }

    /** The token at a position, 0 where there is only padding. */
    public int token(int sequence, int position) {
        int[] tokens = sequences.get(sequence);
        return position < tokens.length ? tokens[position] : 0;
    }

    /** The tokens of a sequence without its padding; a copy. */
    public int[] tokens(int sequence) {
        return sequences.get(sequence).clone();
    }

    /** Whether shape and tokens are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenBatch batch
                && shape.equals(batch.shape)
                && Arrays.deepEquals(sequences.toArray(), batch.sequences.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.deepHashCode(sequences.toArray());
    }
}
