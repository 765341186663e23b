package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class ErrorRotatedTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new ErrorRotated().create(new ErrorRotated.Options(DrawCount.of(3)), context);
    }

    private static Intervention errorRotated(int width) {
        return Trying.of(new ErrorRotated(), new ErrorRotated.Options(DrawCount.of(8)), width);
    }

    @Test
    void keepsTheInnerProductsBetweenErrors() {
        float[][] original = TestActivations.gaussian(40, 16, 1);
        float[][] matched = TestActivations.gaussian(40, 16, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        errorRotated(16).replace(batch);
        for (int row = 0; row < 40; row++) {
            for (int other = 0; other <= row; other++) {
                double expected = Trying.dot(
                        Trying.minus(matched[row], original[row]), Trying.minus(matched[other], original[other]));
                assertThat(Trying.dot(Trying.displacement(batch, row), Trying.displacement(batch, other)))
                        .isCloseTo(expected, within(2e-5));
            }
        }
    }

    @Test
    void aDrawIsOneRotationForAllBatchesHoweverDrawsAlternate() {
        Intervention rotated = errorRotated(4);
        TestActivations first = TestActivations.of(new float[1][4]).matchedTo(new float[] {1, 2, 3, 4});
        TestActivations.Key key = new TestActivations.Key(0, 0, 1, 0);
        float[][] draws = new float[2][];
        for (int sequence = 0; sequence < 2; sequence++) {
            for (int draw = 0; draw < 2; draw++) {
                TestActivations batch = first.keyed(new TestActivations.Key(0, draw, key.length(), sequence));
                rotated.replace(batch);
                float[] replaced = batch.replacedRow(0);
                if (sequence == 0) {
                    draws[draw] = replaced;
                }
                assertThat(replaced).containsExactly(draws[draw]);
            }
        }
        assertThat(draws[0]).isNotEqualTo(draws[1]);
    }

    @Test
    void turnsTheErrorAndNotTheActivation() {
        // the mean over draws of Q e is 0
        Intervention rotated = errorRotated(8);
        TestActivations batch = TestActivations.of(new float[] {100, 0, 0, 0, 0, 0, 0, 0})
                .matchedTo(new float[] {100, 2, 0, 0, 0, 0, 0, 0});
        double mean = 0;
        for (int draw = 0; draw < 400; draw++) {
            TestActivations one = batch.keyed(TestActivations.Key.DEFAULT.withDraw(draw));
            rotated.replace(one);
            assertThat(Trying.norm(Trying.displacement(one, 0))).isCloseTo(2, within(1e-4));
            mean += Trying.displacement(one, 0)[1] / 400;
        }
        // standard deviation 2/sqrt(8 · 400); six of them
        assertThat(mean).isCloseTo(0, within(0.213));
    }

    @Test
    void aBlockOfPositionsGivesWhatEachGivesAlone() {
        Trying.assertThatNeighboursDoNotMatter(
                errorRotated(8),
                TestActivations.of(TestActivations.gaussian(35, 8, 1)).matchedTo(TestActivations.gaussian(35, 8, 2)));
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        TestActivations batch = TestActivations.of(new float[] {1, 2}).matchedTo(new float[] {1, 2});
        Intervention rotated = errorRotated(2);
        rotated.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(rotated.provenance()).containsEntry("kept_without_error", 1L);
    }
}
