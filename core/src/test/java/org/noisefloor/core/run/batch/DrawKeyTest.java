package org.noisefloor.core.run.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawKeyTest {

    @Test
    void theSameKeyGivesTheSameNumbers() {
        assertThat(DrawKey.of(1, "eps_random", 2).at(3, 4).nextLong())
                .isEqualTo(DrawKey.of(1, "eps_random", 2).at(3, 4).nextLong());
    }

    @Test
    void everyPartOfTheKeyMatters() {
        Set<Long> numbers = new HashSet<>();
        int keys = 0;
        for (long seed = 0; seed < 3; seed++) {
            for (String baseline : new String[] {"a", "b", "ab"}) {
                for (int draw = 0; draw < 3; draw++) {
                    for (int sequence = 0; sequence < 3; sequence++) {
                        for (int position = 0; position < 3; position++) {
                            numbers.add(DrawKey.of(seed, baseline, draw)
                                    .at(sequence, position)
                                    .nextLong());
                            keys++;
                        }
                    }
                }
            }
        }
        assertThat(numbers).hasSize(keys);
    }

    @Test
    void theGeneratorOfAKeyIsPinnedSoThatOldResultsCanBeMadeAgain() {
        assertThat(DrawKey.of(17, "eps_random", 3).at(5, 7).nextLong()).isEqualTo(-1141492281906839729L);
    }
}
