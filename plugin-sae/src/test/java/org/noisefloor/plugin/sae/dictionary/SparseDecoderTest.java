package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.testkit.intervention.TestActivations;

/** Panels, threads and vectors change no bit of a sum that takes its features in ascending order. */
final class SparseDecoderTest {

    private static Dictionary dictionary(int features, int width) {
        return new Dictionary(
                Normalization.NONE,
                new float[1],
                new float[features],
                null,
                Toy.matrix(TestActivations.gaussian(1, features * width, 1)[0]),
                TestActivations.gaussian(1, width, 2)[0],
                null,
                new Selection.Relu(),
                Dictionary.Norms.UNUSED);
    }

    /** Every so manieth feature on average; the third row has none, and the fifth is not asked for. */
    private static Features active(int features, int row, int every) {
        Features active = new Features(features);
        SplittableRandom random = new SplittableRandom(row);
        for (int j = 0; row != 2 && j < features; j++) {
            if (random.nextInt(every) == 0 && active.count() < features / 2) {
                float f = (float) random.nextGaussian();
                active.add(j, f, f);
            }
        }
        return active;
    }

    private static double[] plainly(Dictionary dictionary, Features active) {
        double[] sum = new double[dictionary.dOut()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = dictionary.outputBias()[i];
            for (int n = 0; n < active.count(); n++) {
                sum[i] += (double) active.coefficient(n) * dictionary.decoder().get(active.index(n) * sum.length + i);
            }
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1, 2000, 1300, 30",
        "true, 2, 2000, 1300, 3",
        "true, 3, 700, 77, 2",
        "true, 2, 9, 5, 3",
        "false, 2, 2000, 600, 10",
        "false, 1, 9, 5, 3"
    })
    void aRowIsTheSumOfItsFeaturesInAscendingOrder(boolean lanes, int threads, int features, int width, int every) {
        Dictionary dictionary = dictionary(features, width);
        int rows = 7;
        FloatBuffer room = Direct.floats("a room", (long) rows * features);
        SparseDecoder decoder = new SparseDecoder(dictionary, room, rows, lanes && SparseDecoder.LANES);
        Crew<SparseDecoder.Bench> crew =
                new Crew<>(Stream.generate(decoder::bench).limit(threads).toList());
        for (int block = 0; block < 2; block++) {
            List<Features> kept = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                Features active = active(features, row + 100 * block, every);
                kept.add(active);
                if (row == 4) {
                    decoder.skip(row);
                } else {
                    decoder.keep(row, active);
                }
            }
            decoder.decode(rows, crew, bench -> bench);
            for (int row = 0; row < rows; row++) {
                assertThat(decoder.has(row)).isEqualTo(row != 4);
                if (row != 4) {
                    double[] sum = new double[width];
                    decoder.sum(row, sum);
                    assertThat(sum).containsExactly(plainly(dictionary, kept.get(row)));
                }
            }
        }
    }
}
