package org.noisefloor.core.plugins;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.testkit.metric.Comparisons;

/**
 * Nanoseconds of CPU time that the guard adds to the scoring of one position: eight scorers that hardly do anything, as eight metrics of a run would
 * be, behind their guards and without. With what is compared at some positions, for logits of 2,048 tokens and activations of 512 numbers; but for the
 * scorers' own work where they are asked more than once.
 */
public final class GuardCost {
    private static final int VOCABULARY = 2048;
    private static final int WIDTH = 512;
    private static final int POSITIONS = 110_000;
    private static final int ROUNDS = 9;

    private GuardCost() {}

    public static void main(String... none) {
        List<Scorer> direct = List.of(
                (c, out) -> out[0] = c.original()[0],
                (c, out) -> out[0] = c.original()[1],
                (c, out) -> out[0] = c.original()[2],
                (c, out) -> out[0] = c.original()[3],
                (c, out) -> out[0] = c.spliced()[0],
                (c, out) -> out[0] = c.spliced()[1],
                (c, out) -> out[0] = c.spliced()[2],
                (c, out) -> out[0] = c.spliced()[3]);
        Comparison position = position();
        for (int round = 0; round < ROUNDS; round++) {
            List<Scorer> guarded = new ArrayList<>();
            direct.forEach(each -> guarded.add(guarded(each)));
            double with = nanos(guarded, position);
            double without = nanos(direct, position);
            System.out.printf(
                    Locale.ROOT,
                    "guarded %.1f ns, direct %.1f ns: %.1f ns for each metric at each position%n",
                    with,
                    without,
                    with - without);
        }
    }

    private static double nanos(List<Scorer> scorers, Comparison position) {
        var cpu = ManagementFactory.getThreadMXBean();
        double[] out = new double[1];
        long before = cpu.getCurrentThreadCpuTime();
        for (int i = 0; i < POSITIONS; i++) {
            for (Scorer each : scorers) {
                each.score(position, out);
            }
        }
        return (cpu.getCurrentThreadCpuTime() - before) / (double) POSITIONS / scorers.size();
    }

    private static Scorer guarded(Scorer scorer) {
        Plugin plugin = new Plugin("tried", "1.0", "tried.jar", List.of(), GuardCost.class.getClassLoader());
        Metric metric = Metric.of(
                List.of(Column.of("d")), List.of(Figure.mean("d", "", Figure.Kind.LEVEL, "tried")), () -> scorer);
        return PluginBoundary.guard(plugin, "metric 'tried'", Metric.class, metric)
                .scorer();
    }

    private static Comparison position() {
        Random random = new Random(7);
        float[][] numbers = {new float[VOCABULARY], new float[VOCABULARY], new float[WIDTH], new float[WIDTH]};
        for (float[] each : numbers) {
            for (int i = 0; i < each.length; i++) {
                each[i] = (float) random.nextGaussian();
            }
        }
        return Comparisons.with(numbers[0], numbers[1])
                .activations(numbers[2], numbers[3])
                .build();
    }
}
