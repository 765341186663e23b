package org.noisefloor.core.record;

/**
 * At how many intervened positions of a sequence each feature of an intervention was active. Features that never were are
 * absent, since a sequence touches few of them.
 *
 * @param features how many there are; 0 if the intervention has none
 * @param active those that were active, ascending
 * @param positions for each of these, at how many positions
 */
public record FeatureCounts(int features, int[] active, int[] positions) {
    /** Of what takes activations apart into no features. */
    public static final FeatureCounts NONE = new FeatureCounts(0, new int[0], new int[0]);
}
