package org.noisefloor.plugin.baselines;

/** Where other positions are taken from. */
public enum PoolOf {
    /** The intervened positions of the calibration sequences, which are never scored. */
    CALIBRATION,
    /** The other intervened positions of the same sequence. */
    SEQUENCE
}
