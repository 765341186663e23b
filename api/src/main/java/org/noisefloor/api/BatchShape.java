package org.noisefloor.api;

/**
 * The one shape at which a run computes everything, since float32 kernels depend on it.
 *
 * @param sequences sequences in a batch
 * @param length tokens in a sequence
 */
public record BatchShape(int sequences, int length) {
    public BatchShape {
        if (sequences < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a batch has at least one sequence of one token, not " + sequences + " × " + length);
        }
    }

    /** Rows of an activation matrix: sequences × length. */
    public int rows() {
        return Math.multiplyExact(sequences, length);
    }
}
