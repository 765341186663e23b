package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.BatchActivations.Reported;
import org.noisefloor.core.run.batch.BatchActivations.Written;

class SinkCandidatesTest {
    /** Rows of two numbers, (norm, 0), each of which the intervention observed to be its index. */
    private static LargeNorms kept(int[] rows, float... norms) {
        Site site = Site.of("site", "tensor", 2);
        BatchShape shape = BatchShape.of(1, norms.length);
        BatchActivations acts = new BatchActivations(
                shape,
                site,
                List.of(new Written(site, BatchActivations.room(site, shape))),
                Needs.nothing(),
                new Reported(1, 0));
        for (int row = 0; row < norms.length; row++) {
            acts.replaced().put(2 * row, norms[row]); // before a batch is shown, it stands for the original too
            acts.observe(0, row, row);
        }
        SinkCandidates candidates = new SinkCandidates(acts, rows);
        for (int row : rows) {
            candidates.take(row, new double[] {10 * row});
        }
        return candidates.kept();
    }

    @Test
    void aPositionAboveThreeTimesTheMedianIsKeptOnItsOwn() {
        LargeNorms kept = kept(new int[] {0, 1, 2, 3}, 90, 2, 1, 6.5f);
        assertThat(kept.norms()).containsExactly(90, 2, 1, 6.5f);
        assertThat(kept.large()).containsExactly(0, 3);
        assertThat(kept.intervened()).isDeepEqualTo(new double[][] {{0}, {30}});
        assertThat(kept.observed()).isDeepEqualTo(new double[][] {{0}, {3}});
    }

    @Test
    void positionsOutsideTheMaskDoNotCount() {
        LargeNorms kept = kept(new int[] {1, 2, 4}, 90, 2, 1, 90, 1);
        assertThat(kept.norms()).containsExactly(2, 1, 1);
        assertThat(kept.large()).isEmpty();
    }

    @Test
    void ofTwoPositionsTheSmallerIsTheMedian() {
        assertThat(kept(new int[] {0, 1}, 90, 2).large()).containsExactly(0);
    }

    @Test
    void aSequenceWithoutPositionsKeepsNothing() {
        assertThat(kept(new int[0], 1).norms()).isEmpty();
    }
}
