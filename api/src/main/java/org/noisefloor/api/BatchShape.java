package org.noisefloor.api;

/** The one shape at which a run computes everything, since float32 kernels depend on it. Equal by both numbers. */
public final class BatchShape {
    private final int sequences;
    private final int length;

    private BatchShape(int sequences, int length) {
        this.sequences = sequences;
        this.length = length;
    }

    /**
     * @param sequences in a batch, at least 1
     * @param length tokens in a sequence, at least 1
     */
    public static BatchShape of(int sequences, int length) {
        if (sequences < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a batch has at least one sequence of one token, not " + sequences + " × " + length);
        }
        return new BatchShape(sequences, length);
    }

    /** Sequences in a batch. */
    public int sequences() {
        return sequences;
    }

    /** Tokens in a sequence. */
    public int length() {
        return length;
    }

    /** Rows of an activation matrix: sequences × length. */
    public int rows() {
        return Math.multiplyExact(sequences, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchShape shape && sequences == shape.sequences && length == shape.length;
    }

    @Override
    public int hashCode() {
        return 31 * sequences + length;
    }

    @Override
    public String toString() {
        return sequences + " × " + length;
    }
}
