package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.testkit.intervention.TestActivations;

final class BaselinesTest {
    private static final Environment ENVIRONMENT = new Environment(1, Path.of("target", "cache"));
    private static final Site SITE = new Site("blocks.3.hook_resid_post", "t", 2);

    private static <O extends Record> Intervention of(InterventionProvider<O> provider, O options, int width) {
        return provider.create(options, new Site(SITE.name(), "t", width), 4, ENVIRONMENT);
    }

    @Test
    void allAreFoundByServiceLoader() {
        assertThat(ServiceLoader.load(InterventionProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactlyInAnyOrder("zero", "zero_all", "mean", "resample", "identity", "eps_random");
    }

    @Test
    void onlyZeroAllActsEverywhere() {
        assertThat(of(new Zero(), new NoOptions(), 2).needs().everywhere()).isFalse();
        Intervention zeroAll = of(new ZeroAll(), new NoOptions(), 2);
        assertThat(zeroAll.needs().everywhere()).isTrue();
        TestActivations batch =
                TestActivations.of(new float[] {1, 2}, new float[] {3, 4}).masked(row -> row == 1);
        zeroAll.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(0, 0);
        assertThat(batch.replacedRow(1)).containsExactly(0, 0);
    }

    @Test
    void identityKeepsEveryBit() {
        float[][] rows = {{1.5f, -0f}, {Float.MIN_VALUE, Float.MAX_VALUE}};
        TestActivations batch = TestActivations.of(rows);
        batch.replaced().put(0, 7);
        of(new Identity(), new NoOptions(), 2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(rows[0]);
        assertThat(batch.replacedRow(1)).containsExactly(rows[1]);
    }

    @Test
    void meanIsOverTheIntervenedRowsOfAllCalibrationBatches() {
        Intervention mean = of(new Mean(), new NoOptions(), 2);
        mean.calibrate(TestActivations.of(new float[] {1, 10}, new float[] {1e30f, 1e30f})
                .masked(row -> row == 0));
        mean.calibrate(TestActivations.of(new float[] {2, 20}, new float[] {6, 60}));
        TestActivations batch = TestActivations.of(new float[] {0, 0}, new float[] {9, 9});
        mean.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(3, 30);
        assertThat(batch.replacedRow(1)).containsExactly(3, 30);
        assertThat(mean.provenance()).containsEntry("calibration_positions", 3L);
    }

    @Test
    void meanAndResampleWithoutCalibrationPositionsAreAUsersError() {
        for (Intervention each :
                List.of(of(new Mean(), new NoOptions(), 2), of(new Resample(), new Resample.Options(8), 2))) {
            each.calibrate(TestActivations.of(new float[] {1, 2}).masked(row -> false));
            assertThatThrownBy(() -> each.replace(TestActivations.of(new float[] {1, 2})))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("blocks.3.hook_resid_post")
                    .hasMessageContaining("no intervened position");
        }
    }

    @Test
    void resampleTakesEachPooledRowEquallyOften() {
        Intervention resample = of(new Resample(), new Resample.Options(8), 2);
        resample.calibrate(
                TestActivations.of(new float[] {0, 0}, new float[] {1, 0}, new float[] {2, 0}, new float[] {9, 9})
                        .masked(row -> row < 3));
        int[] counts = new int[3];
        TestActivations batch = TestActivations.of(new float[6000][2]);
        resample.replace(batch);
        for (int row = 0; row < 6000; row++) {
            counts[(int) batch.replacedRow(row)[0]]++;
        }
        // six standard deviations of a count
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1780, 2220));
    }

    @Test
    void resampleNeedsAsManyDrawsAsItIsTold() {
        assertThat(of(new Resample(), new Resample.Options(5), 2).needs())
                .isEqualTo(new Intervention.Needs(5, false, true, false));
    }

    @Test
    void aFullPoolStaysAUniformSampleWhateverTheBatches() {
        int[] kept = new int[10];
        for (int seed = 0; seed < 2000; seed++) {
            TestActivations.Key key = new TestActivations.Key(seed, 0, 100, 0);
            Pool whole = new Pool(1, 3);
            whole.add(numbered(0, 10).keyed(key));
            Pool parts = new Pool(1, 3);
            parts.add(numbered(0, 4).keyed(key));
            parts.add(numbered(4, 10).keyed(key));
            assertThat(whole.size()).isEqualTo(3);
            assertThat(whole.seen()).isEqualTo(10);
            for (int i = 0; i < 3; i++) {
                assertThat(parts.get(i)).containsExactly(whole.get(i));
                kept[(int) whole.get(i)[0]]++;
            }
        }
        // each is kept with probability 3/10: six standard deviations
        assertThat(IntStream.of(kept).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(477, 723));
    }

    private static TestActivations numbered(int from, int to) {
        float[][] rows = new float[to - from][1];
        for (int i = from; i < to; i++) {
            rows[i - from][0] = i;
        }
        return TestActivations.of(rows);
    }

    @Test
    void epsRandomKeepsTheLengthOfTheErrorAndNothingOfItsDirection() {
        float[][] original = TestActivations.gaussian(200, 64, 1);
        float[][] matched = TestActivations.gaussian(200, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        of(new EpsRandom(), new EpsRandom.Options(8), 64).replace(batch);
        double cosines = 0;
        for (int row = 0; row < 200; row++) {
            double error = 0;
            double displacement = 0;
            double product = 0;
            float[] replaced = batch.replacedRow(row);
            for (int i = 0; i < 64; i++) {
                double e = (double) matched[row][i] - original[row][i];
                double d = (double) replaced[i] - original[row][i];
                error += e * e;
                displacement += d * d;
                product += e * d;
            }
            assertThat(Math.sqrt(displacement)).isCloseTo(Math.sqrt(error), within(1e-5));
            cosines += product / Math.sqrt(error * displacement) / 200;
        }
        // the mean of 200 cosines has standard deviation 1/sqrt(200 · 64)
        assertThat(cosines).isCloseTo(0, within(0.053));
    }

    @Test
    void epsRandomLeavesRowsWithoutErrorAlone() {
        float[][] original = {{1, 2}, {3, 4}};
        TestActivations batch = TestActivations.of(original).matchedTo(new float[] {1, 2}, new float[] {3, 5});
        of(new EpsRandom(), new EpsRandom.Options(8), 2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(batch.replacedRow(1)).isNotEqualTo(original[1]);
    }

    @Test
    void epsRandomAsksToBeMatched() {
        assertThat(of(new EpsRandom(), new EpsRandom.Options(1), 2).needs())
                .isEqualTo(new Intervention.Needs(1, true, false, false));
    }
}
