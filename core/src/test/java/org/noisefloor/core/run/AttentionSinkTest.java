package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.score.OriginalRun;
import org.noisefloor.core.run.score.ScoringBatch;

class AttentionSinkTest {
    private static final Site SITE = Site.of("s", "s", 1);
    private static final SequenceBatch BATCH = new SequenceBatch(
            BatchShape.of(2, 4),
            0,
            List.of(
                    new TokenSequence(new int[] {0, 1, 2, 3}, new int[4]),
                    new TokenSequence(new int[] {0, 4, 5}, new int[3])));

    /** Norms 1, but for the first position of each sequence. */
    private static ScoringBatch batch(float first, Mask.Rule rule) {
        FloatBuffer activations = BatchActivations.direct(8);
        for (int row = 0; row < 8; row++) {
            activations.put(row, row % 4 == 0 ? first : 1);
        }
        Trace trace = new Trace() {
            @Override
            public TokenBatch batch() {
                return BATCH.tokens();
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
        OriginalRun original =
                new OriginalRun(BATCH, trace, FloatBuffer.allocate(0), new double[0], new int[0], null, new BitSet());
        return ScoringBatch.of(original, rule.of(BATCH.tokens()));
    }

    @Test
    void aHugeFirstPositionInsideTheMaskIsWarnedOf() {
        assertThat(AttentionSink.find(List.of(SITE), batch(50, new Mask.Rule(Set.of(), 0))))
                .get()
                .asString()
                .contains("at s (50 times)", "skip_first: 1");
    }

    @Test
    void aHugeFirstPositionOutsideTheMaskIsNot() {
        assertThat(AttentionSink.find(List.of(SITE), batch(50, new Mask.Rule(Set.of(0), 0))))
                .isEmpty();
    }

    @Test
    void anOrdinaryFirstPositionIsNot() {
        assertThat(AttentionSink.find(List.of(SITE), batch(9, new Mask.Rule(Set.of(), 0))))
                .isEmpty();
    }
}
