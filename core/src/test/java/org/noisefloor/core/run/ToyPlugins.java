package org.noisefloor.core.run;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/** Small plugins for tests of the run. */
final class ToyPlugins {
    private ToyPlugins() {}

    /** What an intervention does to a batch. */
    interface Change {
        void apply(Activations activations);
    }

    /** An intervention made from a change. */
    record Changing(String id, Needs needs, Change change) implements InterventionProvider<NoOptions> {
        @Override
        public String summary() {
            return id;
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            return new Intervention() {
                @Override
                public Needs needs() {
                    return needs;
                }

                @Override
                public void replace(Activations activations) {
                    change.apply(activations);
                }

                @Override
                public List<Observation> observations() {
                    return id.equals("half")
                            ? List.of(Observation.of("position", "", "the row's first number"))
                            : List.of();
                }

                @Override
                public int features() {
                    return id.equals("half") ? 3 : 0;
                }
            };
        }
    }

    /**
     * Halves every activation, and reports the first number of each row. Its feature 0 is active everywhere, 1 where the
     * first number is the larger of two, 2 nowhere.
     */
    static final Changing HALF = new Changing("half", Needs.nothing(), acts -> {
        for (int i = 0; i < acts.rows() * acts.width(); i++) {
            acts.replaced().put(i, acts.original().get(i) / 2);
        }
        for (int row = 0; row < acts.rows(); row++) {
            acts.observe(0, row, acts.original().get(row * acts.width()));
            acts.active(row, 0);
            if (acts.original().get(row * acts.width()) > acts.original().get(row * acts.width() + 1)) {
                acts.active(row, 1);
            }
        }
    });

    static final Changing ZERO = new Changing("zero", Needs.nothing(), ToyPlugins::zero);
    static final Changing ZERO_ALL = new Changing("zero_all", Needs.nothing().everywhere(), ToyPlugins::zero);
    static final Changing SAME = new Changing("same", Needs.nothing(), acts -> {});

    /** The error of what it is matched to, in a random order and with random signs. */
    static final Changing NOISE = new Changing("noise", Needs.nothing().drawn(3).matched(), acts -> {
        for (int row = 0; row < acts.rows(); row++) {
            RandomGenerator random = acts.random(row);
            for (int i = row * acts.width(); i < (row + 1) * acts.width(); i++) {
                float error = acts.matched().get(i) - acts.original().get(i);
                acts.replaced().put(i, acts.original().get(i) + (float) (error * random.nextDouble(-1, 1)));
            }
        }
    });

    /** Breaks the third position of every sequence, and with it those that follow. */
    static final Changing BROKEN = new Changing("broken", Needs.nothing(), acts -> {
        for (int row = 0; row < acts.rows(); row++) {
            if (acts.intervened(row) && row % ToyPlan.LENGTH == 2) {
                acts.replaced().put(row * acts.width(), Float.NaN);
            }
        }
    });

    private static void zero(Activations acts) {
        for (int i = 0; i < acts.rows() * acts.width(); i++) {
            acts.replaced().put(i, 0);
        }
    }

    /** A metric made from what it measures at a site. */
    record Measuring(String id, Function<RunContext, Metric> metric) implements MetricProvider<NoOptions> {
        @Override
        public String summary() {
            return id;
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Metric create(NoOptions options, RunContext context) {
            return metric.apply(context);
        }
    }

    /** Σ p (log p − log q). */
    static final Measuring DIVERGENCE = new Measuring(
            "d",
            context -> Metric.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence", at -> {
                        double sum = 0;
                        for (int v = 0; v < at.vocabulary(); v++) {
                            sum += Math.exp(at.logProbOriginal(v)) * (at.logProbOriginal(v) - at.logProbSpliced(v));
                        }
                        return sum;
                    })
                    .over(Metric.Positions.PREDICTED));

    /** −log q of the correct token. */
    static final Measuring LOSS = new Measuring(
            "loss",
            context -> Metric.mean("loss", "nats", Figure.Kind.LEVEL, "a loss", at -> -at.logProbSpliced(at.target())));

    /** Σ of the activation and its replacement over intervened positions. */
    static final Measuring NORMS = new Measuring("norms", context -> {
        int width = context.site().width();
        return Metric.of(
                        List.of(Column.of("before", width), Column.of("after")),
                        List.of(Figure.mean("after", "", Figure.Kind.LEVEL, "the first number of the replacement")),
                        () -> (at, out) -> {
                            for (int i = 0; i < width; i++) {
                                out[i] = at.activation()[i];
                            }
                            out[width] = at.replacement()[0];
                        })
                .over(Metric.Positions.INTERVENED);
    });

    /** Even and odd correct tokens. */
    static final class Parity implements StratifierProvider<NoOptions> {
        @Override
        public String id() {
            return "parity";
        }

        @Override
        public String summary() {
            return "parity of the correct token";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            return Stratifier.of(List.of("even", "odd"), at -> at.target() % 2);
        }
    }
}
