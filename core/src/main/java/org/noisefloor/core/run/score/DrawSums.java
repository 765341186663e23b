package org.noisefloor.core.run.score;

import java.util.BitSet;
import java.util.List;
import org.noisefloor.core.record.ArmSums;

/**
 * What one draw of one arm gave on a batch.
 *
 * @param sums by sequence, without the rows that are not finite
 * @param notFinite measured rows whose logits turned out to be NaN or +∞
 */
public record DrawSums(List<ArmSums> sums, BitSet notFinite) {}
