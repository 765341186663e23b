package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport.Features;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.SequenceRecord;

class FeatureUseTest {
    private static SequenceRecord record(int index, int positions, FeatureCounts counts) {
        return new SequenceRecord(
                index,
                new int[] {index},
                positions,
                positions,
                positions,
                0,
                0,
                new int[0],
                new int[0],
                Predictions.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(counts));
    }

    private static Features of(List<SequenceRecord> records) {
        FeatureUse use = new FeatureUse(0);
        use.take(Chunk.of(0, records, List.of()));
        return use.features();
    }

    @Test
    void addsUpTheSequences() {
        Features use = of(List.of(
                record(0, 60, new FeatureCounts(5, new int[] {1, 4}, new int[] {60, 1})),
                record(1, 40, new FeatureCounts(5, new int[] {0, 4}, new int[] {1, 8}))));
        assertThat(use).isEqualTo(new Features(5, 100, 3, 0.6, 2, Map.of("1e-1", 1, "1e-2", 2)));
    }

    @Test
    void whatHasNoFeaturesHasNoUse() {
        assertThat(of(List.of(record(0, 60, FeatureCounts.NONE)))).isNull();
        assertThat(of(List.of())).isNull();
    }

    @Test
    void aPowerOfTenBeginsItsDecade() {
        long positions = 1000;
        assertThat(FeatureUse.of(new long[] {1000, 100, 99, 10, 9, 1, 0}, positions)
                        .density())
                .containsExactly(Map.entry("1e-3", 2), Map.entry("1e-2", 2), Map.entry("1e-1", 2));
    }

    @Test
    void decadesBetweenAreThereWithZero() {
        assertThat(FeatureUse.of(new long[] {1, 900}, 1000).density())
                .containsExactly(Map.entry("1e-3", 1), Map.entry("1e-2", 0), Map.entry("1e-1", 1));
    }

    @Test
    void everyFeatureIsInTheDecadeOfItsShare() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1000; i++) {
            long positions = random.nextLong(1, 1_000_000_000_000L);
            long active = random.nextLong(1, Math.min(positions, 1_000_000) + 1);
            Map<String, Integer> density =
                    FeatureUse.of(new long[] {active}, positions).density();
            double low = Double.parseDouble(density.keySet().iterator().next());
            assertThat(density.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(1);
            assertThat((double) active / positions)
                    .isBetween(low * (1 - 1e-12), low == 0.1 ? 1 : 10 * low * (1 + 1e-12));
        }
    }
}
