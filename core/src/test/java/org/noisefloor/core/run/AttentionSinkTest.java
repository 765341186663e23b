package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;

class AttentionSinkTest {
    private static final Site SITE = new Site("s", "s", 1);
    private static final TokenBatch BATCH =
            new TokenBatch(new BatchShape(2, 4), List.of(new int[] {0, 1, 2, 3}, new int[] {0, 4, 5}));

    /** Norms 1, but for the first position of each sequence. */
    private static Original original(float first) {
        FloatBuffer activations = BatchActivations.direct(8);
        for (int row = 0; row < 8; row++) {
            activations.put(row, row % 4 == 0 ? first : 1);
        }
        Trace trace = new Trace() {
            @Override
            public TokenBatch batch() {
                return BATCH;
            }

            @Override
            public FloatBuffer logits() {
                throw new UnsupportedOperationException();
            }

            @Override
            public FloatBuffer activation(Site site) {
                return activations;
            }
        };
        return new Original(trace, 0, new double[0], new int[0], new RowPredictions(0, 1, 0));
    }

    @Test
    void aHugeFirstPositionInsideTheMaskIsWarnedOf() {
        assertThat(AttentionSink.find(List.of(SITE), original(50), new Mask.Rule(Set.of(), 0).of(BATCH)))
                .get()
                .asString()
                .contains("at s (50 times)", "skip_first: 1");
    }

    @Test
    void aHugeFirstPositionOutsideTheMaskIsNot() {
        assertThat(AttentionSink.find(List.of(SITE), original(50), new Mask.Rule(Set.of(0), 0).of(BATCH)))
                .isEmpty();
    }

    @Test
    void anOrdinaryFirstPositionIsNot() {
        assertThat(AttentionSink.find(List.of(SITE), original(9), new Mask.Rule(Set.of(), 0).of(BATCH)))
                .isEmpty();
    }
}
