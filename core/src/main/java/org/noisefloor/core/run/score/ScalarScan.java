package org.noisefloor.core.run.score;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The loops of {@link LogitScan} without vectors; {@link VectorScan} does the same to the same bits. */
final class ScalarScan {
    /** Whether products are added without being rounded; vectors always do so. */
    static final boolean FUSED = isFused();

    /** Below this e^x would be subnormal or zero: it is taken as e of this, which adds nothing to a sum whose largest term is 1. */
    static final double LOWEST = -708;

    static final double LOG2_E = 1.4426950408889634;
    /** Adding and subtracting 1.5 · 2^52 rounds to a whole number, whose bits are then the low bits of the sum. */
    static final double ROUND = 0x1.8p52;

    // 2^f for |f| ≤ 1/2, to 3e-16 of it; exact at 0
    static final double EXP_1 = 0x1.62e42fefa3a28p-1;
    static final double EXP_2 = 0x1.ebfbdff82c61fp-3;
    static final double EXP_3 = 0x1.c6b08d7039559p-5;
    static final double EXP_4 = 0x1.3b2ab6fb8208cp-7;
    static final double EXP_5 = 0x1.5d87fea4a753ap-10;
    static final double EXP_6 = 0x1.43091387c75c5p-13;
    static final double EXP_7 = 0x1.ffcb3f1b24075p-17;
    static final double EXP_8 = 0x1.62be68638b69dp-20;
    static final double EXP_9 = 0x1.b689b4a79c327p-24;
    static final double EXP_10 = 0x1.e8b76263934bap-28;

    private ScalarScan() {}

    /**
     * The highest logit of each cell of a block: NaN is passed over.
     *
     * @return the highest of all
     */
    static float highest(float[] logits, int from, float[] cells, int to) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int cell = 0; cell < LogitScan.CELLS; cell++) {
            float ofCell = Float.NEGATIVE_INFINITY;
            for (int i = cell; i < LogitScan.BLOCK; i += LogitScan.CELLS) {
                ofCell = logits[from + i] > ofCell ? logits[from + i] : ofCell;
            }
            cells[to + cell] = ofCell;
            highest = Math.max(highest, ofCell);
        }
        return highest;
    }

    /** Adds e^(z − reference) of a block to the partial sums. */
    static void add(float[] logits, int from, float reference, double[] stripes) {
        for (int i = 0; i < LogitScan.BLOCK; i++) {
            stripes[i % LogitScan.STRIPES] += exp((double) logits[from + i] - reference);
        }
    }

    /** e^x for x ≤ 0: x/ln 2 = k + f, 2^f by its series in pairs and pairs of pairs, times 2^k. */
    static double exp(double x) {
        double within = x < LOWEST ? LOWEST : x;
        double shifted = multiplyAdd(within, LOG2_E, ROUND);
        double f = multiplyAdd(within, LOG2_E, ROUND - shifted);
        double f2 = f * f;
        double f4 = f2 * f2;
        double low = multiplyAdd(multiplyAdd(f, EXP_3, EXP_2), f2, multiplyAdd(f, EXP_1, 1));
        double middle = multiplyAdd(multiplyAdd(f, EXP_7, EXP_6), f2, multiplyAdd(f, EXP_5, EXP_4));
        double high = multiplyAdd(f2, EXP_10, multiplyAdd(f, EXP_9, EXP_8));
        double series = multiplyAdd(multiplyAdd(high, f4, middle), f4, low);
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(series) + (Double.doubleToRawLongBits(shifted) << 52));
    }

    /** a b + c, rounded once where the processor can. */
    private static double multiplyAdd(double a, double b, double c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    /** Whether the processor multiplies and adds in one step, as nearly every one does; else the JVM would do it in decimal arithmetic. */
    private static boolean isFused() {
        try {
            HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null && Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException ofAnotherJvm) {
            return false;
        }
    }
}
