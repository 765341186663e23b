package org.noisefloor.core.run.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.noisefloor.core.record.FeatureCounts;

class ActiveFeaturesTest {
    @Test
    void countsThePositionsOfTheMaskAtWhichEachFeatureIsActive() {
        ActiveFeatures active = new ActiveFeatures(100, 6);
        active.add(1, 7);
        active.add(1, 3);
        active.add(2, 7);
        active.add(3, 7);
        active.add(5, 9);
        FeatureCounts counts = active.count(0, 4, row -> row != 2);
        assertThat(counts.features()).isEqualTo(100);
        assertThat(counts.active()).containsExactly(3, 7);
        assertThat(counts.positions()).containsExactly(1, 2);
    }

    @Test
    void forgetsTheBatchBefore() {
        ActiveFeatures active = new ActiveFeatures(4, 1);
        active.add(0, 2);
        active.clear();
        active.add(0, 1);
        assertThat(active.count(0, 1, row -> true).active()).containsExactly(1);
    }

    @Test
    void growsWithARowOfManyFeatures() {
        ActiveFeatures active = new ActiveFeatures(1000, 1);
        for (int feature = 999; feature >= 0; feature--) {
            active.add(0, feature);
        }
        FeatureCounts counts = active.count(0, 1, row -> true);
        assertThat(counts.active()).hasSize(1000).isSorted();
        assertThat(counts.positions()).containsOnly(1);
    }

    @Test
    void keepsNothingOfABaseline() {
        ActiveFeatures none = new ActiveFeatures(0, 1);
        none.add(0, 12);
        assertThat(none.count(0, 1, row -> true)).isSameAs(FeatureCounts.NONE);
    }

    @Test
    void refusesAFeatureThatDoesNotExist() {
        ActiveFeatures active = new ActiveFeatures(4, 1);
        assertThatThrownBy(() -> active.add(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
