package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TopKTest {
    private static Features select(int k, float... h) {
        Features active = new Features(h.length);
        new TopK(new Selection.TopK(k, false), new float[h.length], Ranking.plain())
                .select(new float[1], h.clone(), active);
        return active;
    }

    private static List<Integer> indices(Features active) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < active.count(); i++) {
            indices.add(active.index(i));
        }
        return indices;
    }

    /** Small whole numbers, so that there are many ties. */
    @Property
    void isTheStableSortCutAtK(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -3, max = 6) Integer> values,
            @ForAll @IntRange(min = 1, max = 40) int most) {
        int k = Math.min(most, values.size());
        float[] h = new float[values.size()];
        IntStream.range(0, h.length).forEach(i -> h[i] = values.get(i));
        List<Integer> expected = IntStream.range(0, h.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -h[i]).thenComparing(i -> i))
                .limit(k)
                .filter(i -> h[i] > 0)
                .sorted()
                .toList();
        assertThat(indices(select(k, h))).isEqualTo(expected);
    }

    @Test
    void tiesGoToTheLowestIndexAndAreMarked() {
        Features active = select(2, 1, 3, 2, 2, 2);
        assertThat(indices(active)).containsExactly(1, 2);
        assertThat(active.nearTie()).isTrue();
    }

    @Test
    void aClearLeadIsNoTie() {
        assertThat(select(2, 1, 3, 2).nearTie()).isFalse();
    }

    @Test
    void aTieAmongFeaturesThatAreOffIsNone() {
        assertThat(select(2, -1, -1, -1, 3).nearTie()).isFalse();
    }

    @Test
    void allFeaturesMayBeKept() {
        assertThat(indices(select(3, 1, 3, 2))).containsExactly(0, 1, 2);
    }
}
