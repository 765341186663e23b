package org.noisefloor.backend.djl;

/** ALiBi (Press et al. 2022): what is added to the score of a key, by its position and the head. */
final class Alibis {
    private final Family.Alibi kind;
    private final int heads;
    private final double scale;

    /** @param scale by which scores are multiplied */
    Alibis(Family.Alibi kind, int heads, double scale) {
        this.kind = kind;
        this.heads = heads;
        this.scale = scale;
    }

    boolean any() {
        return kind != Family.Alibi.NONE;
    }

    /** For a key at position j that a query at position i sees. Only differences between keys matter. */
    float of(int head, int i, int j) {
        return switch (kind) {
            case NONE -> 0;
            case ADDED -> (float) (slope(head) * (j - i));
            // the one implementation that there is rounds slope, position and product to bfloat16
            case SCALED -> (float) (bfloat16(bfloat16((float) slope(head)) * bfloat16(j)) * scale);
            case MPT -> (float) (mptSlope(head) * (j - i));
        };
    }

    /** 2^(−8 (h + 1) / n) for the first n heads, n a power of two; those beyond have every second of twice as many. */
    private double slope(int head) {
        int power = Integer.highestOneBit(heads);
        return head < power
                ? Math.pow(2, -8.0 * (head + 1) / power)
                : Math.pow(2, -8.0 * (2 * (head - power) + 1) / (2 * power));
    }

    /** The slopes of n heads, n the next power of two: every second from the second on, then the others. */
    private double mptSlope(int head) {
        int power = Integer.highestOneBit(heads) == heads ? heads : 2 * Integer.highestOneBit(heads);
        int index = power == heads ? head : head < power / 2 ? 2 * head + 1 : 2 * (head - power / 2);
        return Math.pow(2, -8.0 * (index + 1) / power);
    }

    /** To the nearest of 8 bits, to the even one of two. */
    private static float bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
    }
}
