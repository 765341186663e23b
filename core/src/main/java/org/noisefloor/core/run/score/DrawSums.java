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
public record DrawSums(List<ArmSums> sums, BitSet notFinite) {

    /** What was added up over the scored positions of all sequences, by column; empty if there are no sequences. */
    public double[] scored() {
        double[] total = new double[0];
        for (ArmSums sequence : sums) {
            double[] scored = sequence.scored().sums();
            total = total.length == 0 ? new double[scored.length] : total;
            for (int c = 0; c < total.length; c++) {
                total[c] += scored[c];
            }
        }
        return total;
    }
}
