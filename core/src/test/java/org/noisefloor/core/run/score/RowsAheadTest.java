package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsAheadTest {
    private static final int ROWS = 20;

    /** Strides of which many, few and less than one fit into what is looked at in one go. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2048, 9000, 20_000})
    void aRowIsWhatStandsThereNowWhateverTheOrderOfRows(int stride) {
        SplittableRandom random = new SplittableRandom(stride);
        float[] entries = new float[ROWS * stride];
        float[] row = new float[stride - stride / 3];
        RowsAhead ahead = new RowsAhead();
        for (int i = 0; i < 200; i++) {
            int start = (i < ROWS ? i : random.nextInt(ROWS)) * stride;
            entries[start] = -i;
            entries[start + row.length - 1] = i;
            ahead.copy(FloatBuffer.wrap(entries), start, row);
            assertThat(row).containsExactly(Arrays.copyOfRange(entries, start, start + row.length));
        }
    }
}
