package org.noisefloor.testkit.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Sums;

/** What a metric can do wrong. */
final class MetricBreaches {
    private final List<Breach> all = new ArrayList<>();

    private MetricBreaches() {}

    static List<Breach> all() {
        MetricBreaches breaches = new MetricBreaches();
        breaches.ofNames();
        breaches.ofDescriptions();
        breaches.ofFormulas();
        breaches.ofValues();
        breaches.ofInputs();
        breaches.ofState();
        breaches.ofThreads();
        return List.copyOf(breaches.all);
    }

    /** Total variation, a sound metric, as a provider. */
    static MetricProvider<NoOptions> good() {
        return provider(() -> Metric.mean("sample", "", Kind.DIVERGENCE, "a sample", MetricBreaches::tv));
    }

    static MetricProvider<NoOptions> provider(Supplier<Metric> made) {
        return new MetricProvider<>() {
            @Override
            public String id() {
                return "sample";
            }

            @Override
            public String summary() {
                return "A sample";
            }

            @Override
            public Class<NoOptions> options() {
                return NoOptions.class;
            }

            @Override
            public Metric create(NoOptions options, RunContext context) {
                return made.get();
            }
        };
    }

    private void made(String deed, String rule, Supplier<Metric> metric) {
        all.add(new Breach("metric", deed, rule, () -> provider(metric)));
    }

    /** One whose metric has a state of its own. */
    private <S> void stateful(String deed, String rule, Supplier<S> state, Function<S, Metric> metric) {
        all.add(new Breach("metric", deed, rule, () -> {
            S own = state.get();
            return provider(() -> metric.apply(own));
        }));
    }

    private void described(String deed, String rule, List<Column> columns, List<Figure> figures) {
        made(deed, rule, () -> Metric.of(columns, figures, () -> MetricBreaches::zeros));
    }

    private void figure(String deed, String rule, Figure figure) {
        described(deed, rule, List.of(Column.of("sample"), Column.of("vector", 2)), List.of(figure));
    }

    private void scored(String deed, String rule, Kind kind, ToDoubleFunction<Comparison> score) {
        scoring(deed, rule, kind, () -> (c, out) -> out[0] = score.applyAsDouble(c));
    }

    private void scoring(String deed, String rule, Kind kind, Supplier<Scorer> scorers) {
        made(deed, rule, () -> of(kind, scorers));
    }

    private static Metric of(Kind kind, Supplier<Scorer> scorers) {
        return Metric.of(List.of(Column.of("sample")), List.of(Figure.mean("sample", "", kind, "a sample")), scorers);
    }

    private static void zeros(Comparison c, double[] out) {
        Arrays.fill(out, 0);
    }

    private static double tv(Comparison c) {
        double sum = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            sum += Math.abs(Math.exp(c.logProbOriginal(v)) - Math.exp(c.logProbSpliced(v))) / 2;
        }
        return sum;
    }

    private static Figure level(String name) {
        return Figure.mean(name, "", Kind.LEVEL, "a sample");
    }

    private void ofNames() {
        String columns = "columns have valid unique names";
        String figures = "figures have valid unique names";
        Column sample = Column.of("sample");
        described(
                "has no column",
                columns,
                List.of(),
                List.of(Figure.named("n").doc("a count").of(Sums::count)));
        described(
                "names a column 'Bad Name'", columns, List.of(sample, Column.of("Bad Name")), List.of(level("sample")));
        described("names two columns alike", columns, List.of(sample, sample), List.of(level("sample")));
        described("has no figure", figures, List.of(sample), List.of());
        Figure loud = Figure.named("Sample").reading("sample").doc("a sample").of(sums -> sums.sum("sample"));
        described("names a figure 'Sample'", figures, List.of(sample), List.of(loud));
        described("names two figures alike", figures, List.of(sample), List.of(level("sample"), level("sample")));
        Figure share = Figure.mean("sample", "", Kind.DIVERGENCE, "a sample").recoveredAs("sample");
        described("names a share recovered like its figure", figures, List.of(sample), List.of(share));
        Figure misnamed = Figure.mean("sample", "", Kind.DIVERGENCE, "a sample").recoveredAs("A share");
        described("names a share recovered 'A share'", figures, List.of(sample), List.of(misnamed));
    }

    private void ofDescriptions() {
        String words = "figures say in one line what they are and in what unit";
        figure("does not say what a figure is", words, Figure.mean("sample", "", Kind.LEVEL, ""));
        figure("says in two lines what a figure is", words, Figure.mean("sample", "", Kind.LEVEL, "a\nsample"));
        figure("ends the line of a figure with a full stop", words, Figure.mean("sample", "", Kind.LEVEL, "A sample."));
        figure("gives a unit of two lines", words, Figure.mean("sample", "na\nts", Kind.LEVEL, "a sample"));
        figure("gives a unit with blanks around it", words, Figure.mean("sample", " nats", Kind.LEVEL, "a sample"));
        String same = "columns and figures are the same at every call";
        stateful("has other columns at each call", same, () -> new int[1], calls -> new Changing() {
            @Override
            public List<Column> columns() {
                return List.of(Column.of("sample"), Column.of("more", 1 + calls[0]++ % 7));
            }
        });
        stateful("has other figures at each call", same, () -> new int[1], calls -> new Changing() {
            @Override
            public List<Figure> figures() {
                return List.of(Figure.mean("sample", "", Kind.LEVEL, "sample number " + calls[0]++));
            }
        });
        stateful("sees other positions at each call", same, () -> new int[1], calls -> new Changing() {
            @Override
            public Positions positions() {
                return calls[0]++ % 2 == 0 ? Positions.SCORED : Positions.PREDICTED;
            }
        });
        figure(
                "names a share recovered of a similarity",
                "a share recovered is of a divergence or a difference",
                Figure.mean("sample", "", Kind.SIMILARITY, "a sample").recoveredAs("share"));
        made("gives null for a metric", "columns have valid unique names", () -> null);
        scoring("gives null for a scorer", "writes every value of every column", Kind.LEVEL, () -> null);
    }

    /** A sound metric to be changed in one method. */
    private static class Changing implements Metric {
        @Override
        public List<Column> columns() {
            return List.of(Column.of("sample"));
        }

        @Override
        public List<Figure> figures() {
            return List.of(level("sample"));
        }

        @Override
        public Scorer scorer() {
            return MetricBreaches::zeros;
        }
    }

    private void ofFormulas() {
        String reads = "every figure reads no other columns than it says";
        figure(
                "says that a figure reads a column that is not there",
                "every figure reads columns that there are",
                Figure.named("sample").reading("other").doc("a sample").of(Sums::count));
        figure(
                "reads a column without saying so",
                reads,
                Figure.named("sample").doc("a sample").of(sums -> sums.sum("sample")));
        figure(
                "reads a second column where the first is large",
                reads,
                Figure.named("sample")
                        .reading("sample")
                        .doc("a sample")
                        .of(s -> s.sum("sample") >= 2 ? s.sum("vector", 1) : s.sum("sample")));
        figure(
                "reads a column to say why a figure is undefined",
                reads,
                Figure.named("sample").doc("a sample").of(new Reasoned(sums -> "undefined: " + sums.sum("sample"))));
        String function = "every figure is a function of the columns";
        figure(
                "has a figure that is never defined",
                function,
                Figure.named("sample").doc("a sample").of(s -> Double.NaN));
        figure(
                "reads a vector as if it were a number",
                function,
                Figure.named("sample").reading("vector").doc("a sample").of(s -> s.sum("vector")));
        figure(
                "throws in a formula",
                function,
                Figure.named("sample").doc("a sample").of(s -> {
                    throw new IllegalStateException("no");
                }));
        figure(
                "gives no reason for an undefined figure",
                "every formula answers what it is asked",
                Figure.named("sample").doc("a sample").of(new Reasoned(sums -> null)));
        figure(
                "refuses to say whether sums suffice",
                "every formula answers what it is asked",
                Figure.named("sample").doc("a sample").of(new Reasoned(sums -> "undefined") {
                    @Override
                    public boolean suffices(Sums sums, int draws) {
                        throw new IllegalStateException("too few");
                    }
                }));
        stateful(
                "has a formula that counts how often it is asked",
                "every formula gives the same again",
                () -> new int[1],
                asked -> Metric.of(
                        List.of(Column.of("sample")),
                        List.of(Figure.named("sample").doc("a sample").of(sums -> asked[0]++)),
                        () -> MetricBreaches::zeros));
        made(
                "calls a figure of both models one of the original",
                "a figure of the original is the same whatever the splice",
                () -> Metric.of(
                        List.of(Column.of("sample")),
                        List.of(level("sample").ofTheOriginal()),
                        () -> (c, out) -> out[0] = tv(c)));
    }

    /** Undefined, for a reason. */
    private static class Reasoned implements Figure.Formula {
        private final Function<Sums, String> reason;

        Reasoned(Function<Sums, String> reason) {
            this.reason = reason;
        }

        @Override
        public double of(Sums sums) {
            return 0;
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return reason.apply(sums);
        }
    }

    private void ofValues() {
        String written = "writes every value of every column";
        scoring("leaves a column unwritten", written, Kind.LEVEL, () -> (c, out) -> {});
        scoring("adds to what it is to write", written, Kind.LEVEL, () -> (c, out) -> out[0] += 1);
        scoring("writes more than its columns hold", written, Kind.LEVEL, () -> (c, out) -> Arrays.fill(out, 0, 2, 1));
        scored(
                "gives NaN where tokens are forbidden",
                "forbidden tokens never give NaN",
                Kind.LEVEL,
                c -> c.logProbOriginal(c.target()) - c.logProbSpliced(c.target()));
        String divergence = "divergences are never negative and zero where nothing changed";
        scored("gives a negative divergence", divergence, Kind.DIVERGENCE, c -> -tv(c));
        scored("gives a divergence that is not 0 at equality", divergence, Kind.DIVERGENCE, c -> tv(c) + 0.25);
        scored("gives a divergence that is hardly 0 at equality", divergence, Kind.DIVERGENCE, c -> tv(c) + 1e-300);
        scored("gives a divergence that is NaN at equality", divergence, Kind.DIVERGENCE, c -> tv(c) * tv(c) / tv(c));
        scored(
                "gives a negative divergence of a large vocabulary alone",
                divergence,
                Kind.DIVERGENCE,
                c -> c.vocabulary() > 1000 ? -tv(c) : tv(c));
        String similarity = "similarities are within zero and one and one where nothing changed";
        scored("gives a similarity of 1.18", similarity, Kind.SIMILARITY, c -> 1.18);
        scored("gives a similarity below 0", similarity, Kind.SIMILARITY, c -> 1 - 3 * tv(c));
        scored("gives a similarity that is not 1 at equality", similarity, Kind.SIMILARITY, c -> tv(c));
        scored(
                "gives a difference that is not 0 at equality",
                "differences are zero where nothing changed",
                Kind.DIFFERENCE,
                c -> tv(c) - 1);
        scored(
                "takes logits for log probabilities",
                "a constant added to all logits of one side changes nothing",
                Kind.DIVERGENCE,
                c -> Math.abs((double) c.original()[0] - c.spliced()[0]));
        String far = "holds far into a sequence as well";
        scored(
                "gives a similarity of 1.18 beyond position 200",
                far,
                Kind.SIMILARITY,
                c -> c.position() > 200 ? 1.18 : 1 - Math.min(1, tv(c)));
        scored(
                "gives a negative divergence beyond position 1000",
                far,
                Kind.DIVERGENCE,
                c -> c.position() > 1000 ? -1 : tv(c));
        scored("fails beyond position 512", far, Kind.LEVEL, c -> (new double[512])[c.position()] + 0 * tv(c));
    }

    private void ofInputs() {
        String untouched = "leaves logits and activations as they were";
        scored("writes to the original's logits", untouched, Kind.LEVEL, c -> c.original()[0]++);
        scored("writes to the spliced model's logits", untouched, Kind.LEVEL, c -> c.spliced()[0]++);
        scored("sorts the logits in place", untouched, Kind.LEVEL, c -> {
            Arrays.sort(c.original());
            return 1;
        });
        scored("writes to the activation", untouched, Kind.LEVEL, c -> c.activation()[0]++);
        scored("writes to the replacement", untouched, Kind.LEVEL, c -> c.replacement()[0]++);
        scored("writes to the mean of the batch", untouched, Kind.LEVEL, c -> c.batchMean()[0]++);
        String beyond = "what stands beyond the vocabulary does not matter";
        scored("takes the arrays' length for the vocabulary", beyond, Kind.LEVEL, c -> c.original().length);
        scored("adds up all numbers of the arrays", beyond, Kind.LEVEL, c -> {
            double sum = 0;
            for (float z : c.spliced()) {
                sum += z;
            }
            return sum;
        });
        made(
                "sees predictions and needs the token that follows",
                "a metric of predictions needs no target",
                () -> Metric.mean("sample", "", Kind.LEVEL, "a sample", c -> c.logProbOriginal(c.target()))
                        .over(Metric.Positions.PREDICTED));
        scored(
                "reads the mean of the batch without saying so",
                "a figure of the mean of the batch says so",
                Kind.LEVEL,
                c -> c.batchMean()[0]);
    }

    private void ofState() {
        String call = "looks at a position during its call only";
        scoring("keeps a position and asks it later", call, Kind.LEVEL, () -> {
            Comparison[] kept = {null};
            return (c, out) -> {
                out[0] = kept[0] == null ? 0 : kept[0].vocabulary() * 0;
                kept[0] = c;
            };
        });
        scoring("keeps an array of logits and reads it later", call, Kind.LEVEL, () -> {
            float[][] kept = {null};
            return (c, out) -> {
                out[0] = kept[0] == null ? 0 : kept[0][0];
                kept[0] = c.original();
            };
        });
        scoring(
                "takes the same array for the same position",
                "takes no array for the position that stood in it",
                Kind.LEVEL,
                () -> {
                    float[][] known = {null};
                    double[] value = {0};
                    return (c, out) -> {
                        if (known[0] != c.original()) {
                            known[0] = c.original();
                            value[0] = tv(c);
                        }
                        out[0] = value[0];
                    };
                });
        String again = "the same input gives the same bits again";
        String before = "what came before does not matter";
        scoring("adds up what it was shown", again, Kind.LEVEL, () -> {
            double[] sum = {0};
            return (c, out) -> {
                sum[0] += tv(c);
                out[0] = sum[0];
            };
        });
        scoring("counts its calls", again, Kind.LEVEL, () -> {
            int[] calls = {0};
            return (c, out) -> out[0] = calls[0]++;
        });
        scored("draws random numbers", again, Kind.LEVEL, c -> Math.random());
        scoring("draws from a generator with a seed", again, Kind.LEVEL, () -> {
            Random random = new Random(7);
            return (c, out) -> out[0] = random.nextDouble();
        });
        scored("looks at the clock", again, Kind.LEVEL, c -> System.nanoTime());
        scoring("takes the first position for all", before, Kind.LEVEL, () -> {
            double[] first = {Double.NaN};
            return (c, out) -> {
                first[0] = Double.isNaN(first[0]) ? tv(c) : first[0];
                out[0] = first[0];
            };
        });
        scoring("keeps the largest value so far", before, Kind.LEVEL, () -> {
            double[] most = {0};
            return (c, out) -> {
                most[0] = Math.max(most[0], tv(c));
                out[0] = most[0];
            };
        });
        scoring("writes to the array of a call that is over", again, Kind.LEVEL, () -> {
            double[][] earlier = {null};
            return (c, out) -> {
                if (earlier[0] != null) {
                    earlier[0][0] = -7;
                }
                out[0] = tv(c);
                earlier[0] = out;
            };
        });
        scored("prints at each position", "", Kind.LEVEL, c -> {
            System.err.print("");
            return tv(c);
        });
        scored("ends the process in the middle of a long run", "", Kind.LEVEL, c -> {
            if (c.sequence() > 1_000_000) {
                System.exit(0);
            }
            return tv(c);
        });
        scored(
                "goes wrong at one position in millions",
                "",
                Kind.SIMILARITY,
                c -> c.sequence() > 1_000_000 ? 1.18 : 1 - Math.min(1, tv(c)));
        scored("measures something else than it says", "", Kind.DIVERGENCE, c -> 2 * tv(c));
    }

    private void ofThreads() {
        String disturbed = "a scorer is not disturbed by another one";
        stateful(
                "has one scratch memory for all scorers",
                disturbed,
                () -> new double[300],
                scratch -> of(Kind.LEVEL, () -> (c, out) -> {
                    for (int v = 0; v < Math.min(300, c.vocabulary()); v++) {
                        scratch[v] = c.logProbOriginal(v);
                    }
                    out[0] = 0;
                    for (int v = 0; v < Math.min(300, c.vocabulary()); v++) {
                        out[0] += scratch[v] - c.logProbSpliced(v);
                    }
                }));
        stateful(
                "keeps the position in a field of the metric",
                disturbed,
                () -> new Comparison[1],
                field -> of(Kind.LEVEL, () -> (c, out) -> {
                    field[0] = c;
                    double p = c.logProbOriginal(0);
                    out[0] = p - field[0].logProbSpliced(0);
                }));
        stateful(
                "shares a sum among its scorers",
                "scorers share no state",
                () -> new double[1],
                sum -> of(Kind.LEVEL, () -> (c, out) -> {
                    sum[0] += tv(c);
                    out[0] = sum[0];
                }));
        scoring(
                "binds a scorer to the thread that made it",
                "works in another thread than the one that made it",
                Kind.LEVEL,
                () -> {
                    Thread mine = Thread.currentThread();
                    return (c, out) -> out[0] = Thread.currentThread().equals(mine) ? tv(c) : 0;
                });
        stateful(
                "keeps its scratch memory where only one thread sees it",
                "works in another thread than the one that made it",
                () -> new ThreadLocal<double[]>(),
                local -> of(Kind.LEVEL, () -> {
                    local.set(new double[1]);
                    return (c, out) -> {
                        local.get()[0] = tv(c);
                        out[0] = local.get()[0];
                    };
                }));
        String closed = "closing one scorer leaves the others";
        stateful(
                "frees what all scorers use when one is closed",
                closed,
                () -> new boolean[1],
                gone -> of(Kind.LEVEL, () -> new Scorer() {
                    @Override
                    public void score(Comparison c, double[] out) {
                        if (gone[0]) {
                            throw new IllegalStateException("freed");
                        }
                        out[0] = tv(c);
                    }

                    @Override
                    public void close() {
                        gone[0] = true;
                    }
                }));
        scoring("cannot be closed unused", closed, Kind.LEVEL, () -> new Scorer() {
            private boolean used;

            @Override
            public void score(Comparison c, double[] out) {
                used = true;
                out[0] = tv(c);
            }

            @Override
            public void close() {
                if (!used) {
                    throw new IllegalStateException("nothing to close");
                }
            }
        });
        String process = "leaves the process as it is";
        scored("sets the default locale", process, Kind.LEVEL, c -> {
            Locale.setDefault(Locale.GERMANY);
            return tv(c);
        });
        scored("interrupts its thread", process, Kind.LEVEL, c -> {
            Thread.currentThread().interrupt();
            return tv(c);
        });
        scored("sets the thread's context class loader", process, Kind.LEVEL, c -> {
            Thread.currentThread().setContextClassLoader(null);
            return tv(c);
        });
    }
}
