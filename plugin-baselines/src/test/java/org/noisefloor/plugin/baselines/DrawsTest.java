package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrawsTest {
    /** Golden values: printed on JDK 17 and 25 alike; the same bits on every release is what the class promises. */
    @Test
    void gaussiansAreTheSameOnEveryJdk() {
        double[] three = new double[3];
        Draws.gaussians(new SplittableRandom(42), three);
        assertThat(three).containsExactly(-1.2000606755030694, 0.7425545459295539, 0.4385266818125969);
    }

    @Test
    void gaussiansHaveTheMomentsOfTheNormalDistribution() {
        double[] many = new double[100_001];
        Draws.gaussians(new SplittableRandom(1), many);
        // six standard errors of each moment
        assertThat(DoubleStream.of(many).average().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(DoubleStream.of(many).map(x -> x * x).average().orElseThrow())
                .isCloseTo(1, within(0.03));
        assertThat(DoubleStream.of(many).map(x -> x * x * x * x).average().orElseThrow())
                .isCloseTo(3, within(0.2));
        // P(|x| < 1) = 0.6827
        assertThat(DoubleStream.of(many).filter(x -> Math.abs(x) < 1).count() / 100_001.0)
                .isCloseTo(0.6827, within(0.009));
    }

    @Test
    void aDirectionHasLengthOne() {
        double[] direction = new double[7];
        assertThat(Draws.direction(new SplittableRandom(3), direction)).isTrue();
        assertThat(DoubleStream.of(direction).map(x -> x * x).sum()).isCloseTo(1, within(1e-15));
    }

    @Test
    void directionsFavourNoAxisAndNoSign() {
        double[] sums = new double[3];
        double[] squares = new double[3];
        SplittableRandom random = new SplittableRandom(4);
        double[] direction = new double[3];
        for (int n = 0; n < 20_000; n++) {
            Draws.direction(random, direction);
            for (int i = 0; i < 3; i++) {
                sums[i] += direction[i] / 20_000;
                squares[i] += direction[i] * direction[i] / 20_000;
            }
        }
        assertThat(sums).containsExactly(new double[3], within(0.025));
        assertThat(squares).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(0.013));
    }

    @Test
    void orthogonalDirectionsAreUniformAroundTheAxis() {
        double[] axis = {3, 0, 4};
        double[] direction = new double[3];
        double[][] moments = new double[3][3];
        SplittableRandom random = new SplittableRandom(6);
        for (int n = 0; n < 20_000; n++) {
            assertThat(Draws.orthogonalDirection(random, axis, direction)).isTrue();
            assertThat(Trying.norm(direction)).isCloseTo(1, within(1e-15));
            assertThat(Trying.dot(axis, direction)).isCloseTo(0, within(1e-15));
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    moments[i][j] += direction[i] * direction[j] / 20_000;
                }
            }
        }
        // half of the projection orthogonal to the axis, (I − aaᵀ/25)/2; standard deviation at most 0.36: six standard
        // errors
        assertThat(moments[0]).containsExactly(new double[] {0.32, 0, -0.24}, within(0.016));
        assertThat(moments[1]).containsExactly(new double[] {0, 0.5, 0}, within(0.016));
        assertThat(moments[2]).containsExactly(new double[] {-0.24, 0, 0.18}, within(0.016));
    }

    @Test
    void inOneDimensionNothingIsOrthogonal() {
        assertThat(Draws.orthogonalDirection(new SplittableRandom(7), new double[] {2}, new double[1]))
                .isFalse();
    }

    @Test
    void belowIsUniformAndInRange() {
        int[] counts = new int[7];
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 70_000; n++) {
            counts[Draws.below(random, 7)]++;
        }
        // six standard deviations of a count
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_440, 10_560));
    }

    @Test
    void belowRejectsTheIncompleteLastRun() {
        long[] words = {-1L, 10L << 1};
        int[] next = {0};
        RandomGenerator scripted = () -> words[next[0]++];
        assertThat(Draws.below(scripted, 7)).isEqualTo(3);
    }
}
