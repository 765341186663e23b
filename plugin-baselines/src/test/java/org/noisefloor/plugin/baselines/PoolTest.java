package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PoolTest {
    @Test
    void aFullPoolStaysAUniformSample() {
        int[] kept = new int[10];
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Pool pool = new Pool(3);
            for (int i = 0; i < 10; i++) {
                pool.offer(new double[] {i}, random);
            }
            assertThat(pool.size()).isEqualTo(3);
            assertThat(pool.seen()).isEqualTo(10);
            for (int i = 0; i < 3; i++) {
                kept[(int) pool.get(i)[0]]++;
            }
        }
        // each is kept with probability 3/10: six standard deviations
        assertThat(IntStream.of(kept).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(477, 723));
    }

    @Test
    void keepsCopies() {
        Pool pool = new Pool(1);
        double[] vector = {1};
        pool.offer(vector, new SplittableRandom(1));
        vector[0] = 2;
        assertThat(pool.get(0)).containsExactly(1);
    }
}
