package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.Until;

/** Runs of the toy model in which intervention and baseline are noise of known size. */
public final class NoiseRun {
    private static final double SIZE = 0.3;

    private NoiseRun() {}

    /** Noise of one size as the intervention, and as many draws of the same as the floor. */
    public static ToyRun oneMoreDraw(int sequences, int draws) {
        return oneMoreDraw(ToyPlan.documents(sequences), draws, 9);
    }

    /** The same on fresh texts, with a fresh seed. */
    public static ToyRun oneMoreDraw(int sequences, int draws, long fresh) {
        return oneMoreDraw(ToyPlan.documents(sequences, fresh), draws, fresh);
    }

    /** The same with as many draws as a pilot finds enough. */
    public static ToyRun asNeeded(int sequences, long fresh) {
        return oneMoreDraw(ToyPlan.documents(sequences, fresh), DrawCount.AUTO, fresh);
    }

    /**
     * The same until the interval of its ratio is narrow.
     *
     * @param most documents that may be taken
     */
    public static ToyRun until(String width, int most, int draws, int resamples, long fresh) {
        Plan plan = plan(
                ToyPlan.documents(most, fresh),
                once(),
                chosen(floor(DrawCount.of(draws)), new NoOptions()),
                List.of("floor"),
                fresh);
        Plan.Run run = plan.run();
        return ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "until",
                        Optional.of(new Until("d.ratio.floor", width, "toy.yaml:4")),
                        "run",
                        new Plan.Run(
                                run.threads(),
                                run.batchSequences(),
                                run.batchTokens(),
                                run.buckets(),
                                run.memoryBytes(),
                                resamples,
                                run.maxNonfinite()))));
    }

    private static ToyRun oneMoreDraw(List<int[]> documents, int draws, long seed) {
        return oneMoreDraw(documents, DrawCount.of(draws), seed);
    }

    private static ToyRun oneMoreDraw(List<int[]> documents, DrawCount draws, long seed) {
        return run(documents, once(), chosen(floor(draws), new NoOptions()), List.of("floor"), seed);
    }

    private static ToyPlugins.Changing once() {
        return new ToyPlugins.Changing("once", Needs.nothing(), acts -> addNoise(acts, SIZE));
    }

    private static ToyPlugins.Changing floor(DrawCount draws) {
        return new ToyPlugins.Changing("floor", Needs.nothing().drawn(draws), acts -> addNoise(acts, SIZE));
    }

    /**
     * Noise as the intervention, and as its floor steps of the same length towards other texts' activations.
     *
     * @param calibrating documents that these come from
     */
    public static ToyRun calibrated(int documents, int calibrating, int draws, long fresh) {
        var intervention = once();
        List<int[]> texts = ToyPlan.documents(documents + calibrating, fresh);
        Plan plan =
                plan(texts, intervention, chosen(new TowardOthers(draws), new NoOptions()), List.of("toward"), fresh);
        Plan.Corpus corpus = plan.corpus();
        return ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "corpus",
                        new Plan.Corpus(
                                corpus.path(),
                                corpus.reader(),
                                OptionalInt.of(documents),
                                Plan.Taking.FIRST,
                                corpus.length(),
                                corpus.packing(),
                                corpus.prependBos(),
                                corpus.tokenizer(),
                                new Plan.Calibration(Optional.empty(), calibrating),
                                corpus.places()))));
    }

    /** Noise of one size as the intervention, and a dose-response curve of the same noise. */
    public static ToyRun doseOnCurve(int sequences, double size) {
        var intervention = new ToyPlugins.Changing("noise", Needs.nothing(), acts -> addNoise(acts, size));
        return run(ToyPlan.documents(sequences), intervention, chosen(new Doses(), new Doses.Size(0)), List.of(), 9);
    }

    /** At the last layer, where a position's logits depend on its own activation alone, so that positions are independent. */
    private static ToyRun run(
            List<int[]> documents,
            ToyPlugins.Changing intervention,
            Chosen<InterventionProvider<?>> baseline,
            List<String> floors,
            long seed) {
        return ToyRun.of(plan(documents, intervention, baseline, floors, seed));
    }

    private static Plan plan(
            List<int[]> documents,
            ToyPlugins.Changing intervention,
            Chosen<InterventionProvider<?>> baseline,
            List<String> floors,
            long seed) {
        ToyPlan toy = new ToyPlan(8, 2);
        Plan plan = new ToyPlan(8, 2, documents, List.of(), toy.positions(), 0).plan();
        return ChangedPlan.of(
                plan,
                Map.of(
                        "sites", List.of(new Plan.Written("layer.1", "toy.yaml:2")),
                        "interventions", List.of(chosen(intervention, new NoOptions())),
                        "baselines", List.of(baseline),
                        "seed", seed,
                        "floors", Optional.of(floors)));
    }

    private static Chosen<InterventionProvider<?>> chosen(InterventionProvider<?> provider, Record options) {
        return new Chosen<>(provider.id(), provider, site -> options, "toy.yaml:3");
    }

    /** a + size · ‖a‖ · u, u uniform on the sphere. */
    private static void addNoise(Activations acts, double size) {
        int width = acts.width();
        for (int row = 0; row < acts.rows(); row++) {
            RandomGenerator random = acts.random(row);
            double[] direction = new double[width];
            double squares = 0;
            double norm = 0;
            for (int i = 0; i < width; i++) {
                direction[i] = random.nextGaussian();
                squares += direction[i] * direction[i];
                norm += Math.pow(acts.original().get(row * width + i), 2);
            }
            double scale = size * Math.sqrt(norm / squares);
            for (int i = 0; i < width; i++) {
                int at = row * width + i;
                acts.replaced().put(at, (float) (acts.original().get(at) + scale * direction[i]));
            }
        }
    }

    /** A step as long as the error, in the direction of an activation of the calibration texts. */
    private record TowardOthers(int draws) implements InterventionProvider<NoOptions> {
        @Override
        public String id() {
            return "toward";
        }

        @Override
        public String summary() {
            return "a step towards an activation of another text";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            List<double[]> pool = new ArrayList<>();
            return new Intervention() {
                @Override
                public Needs needs() {
                    return Needs.nothing().drawn(draws).matched().calibrated();
                }

                @Override
                public void calibrate(Activations acts) {
                    for (int row = 0; row < acts.rows(); row++) {
                        if (acts.intervened(row)) {
                            pool.add(row(acts.original(), row, acts.width()));
                        }
                    }
                }

                @Override
                public void replace(Activations acts) {
                    for (int row = 0; row < acts.rows(); row++) {
                        double[] to = pool.get(acts.random(row).nextInt(pool.size()));
                        double[] from = row(acts.original(), row, acts.width());
                        double scale = distance(row(acts.matched(), row, acts.width()), from)
                                / distance(to, new double[to.length]);
                        for (int i = 0; i < to.length; i++) {
                            acts.replaced().put(row * to.length + i, (float) (from[i] + scale * to[i]));
                        }
                    }
                }
            };
        }

        private static double[] row(FloatBuffer rows, int row, int width) {
            double[] numbers = new double[width];
            for (int i = 0; i < width; i++) {
                numbers[i] = rows.get(row * width + i);
            }
            return numbers;
        }

        private static double distance(double[] one, double[] other) {
            double squares = 0;
            for (int i = 0; i < one.length; i++) {
                squares += (one[i] - other[i]) * (one[i] - other[i]);
            }
            return Math.sqrt(squares);
        }
    }

    /** Noise of several sizes relative to the activation. */
    private static final class Doses implements InterventionProvider<Doses.Size> {
        /** @param size 0 for all of them */
        record Size(
                @Option(doc = "relative size", orElse = "0") double size) {}

        @Override
        public String id() {
            return "doses";
        }

        @Override
        public String summary() {
            return "noise of several sizes";
        }

        @Override
        public Class<Size> options() {
            return Size.class;
        }

        @Override
        public List<Variant<Size>> variants(Size options) {
            List<Variant<Size>> variants = new ArrayList<>();
            for (double size : new double[] {0.05, 0.1, 0.4, 0.8}) {
                variants.add(Variant.of(String.valueOf(size), new Size(size)).withDose(size));
            }
            return variants;
        }

        @Override
        public Intervention create(Size options, RunContext context) {
            return new ToyPlugins.Changing("dose", Needs.nothing().drawn(4), acts -> addNoise(acts, options.size()))
                    .create(new NoOptions(), context);
        }
    }
}
