package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.plugins.HostRunContext;

/** One metric twice in a run, under two names. */
class NamedMetricTest {
    private static final HostRunContext CONTEXT = new HostRunContext(
            new HostContext("run", 1, Path.of("cache")),
            ModelInfo.of("toy", 7).build(),
            Site.of("blocks.0.hook_resid_post", "tensor", 4),
            BatchShape.of(1, 4),
            7,
            token -> "<" + token + ">");

    /** A divergence with its split by decade, as {@code kl} is. */
    private static Metric kl() {
        return Metric.pointwise("kl", "nats", "mean divergence", (p, q, logP, logQ) -> p * (logP - logQ));
    }

    /** Figures and columns of every shape of name, as {@code tail} and {@code loss} have them. */
    private static Metric tail(double theta) {
        return Metric.of(
                List.of(Column.of("tail"), Column.of("tail_mass"), Column.of("other"), Column.of("parts", 2)),
                List.of(
                        Figure.mean("tail", "nats", Figure.Kind.DIVERGENCE, "sum below " + theta)
                                .recoveredAs("tail_recovered"),
                        Figure.named("tail_share")
                                .unit("share")
                                .kind(Figure.Kind.QUOTIENT)
                                .reading("tail_mass", "parts")
                                .byBatchForPeers()
                                .doc("share")
                                .of(new Share()),
                        Figure.mean("other", "nats", Figure.Kind.DIFFERENCE, "other")
                                .ofTheOriginal()
                                .moreIsWorse()
                                .recoveredAs("loss_recovered")),
                () -> (comparison, out) -> out[0] = theta);
    }

    private record Share() implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return sums.sum("tail_mass") / (sums.sum("parts", 0) + sums.sum("parts", 1));
        }

        @Override
        public boolean suffices(Sums sums, int draws) {
            return sums.sum("tail_mass") > draws;
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return "mass is " + sums.sum("tail_mass");
        }
    }

    /** Sums by the names of columns as the run has them; a vector's components are told apart by a dot. */
    private record Named(Map<String, Double> sums) implements Sums {
        @Override
        public double count() {
            return 2;
        }

        @Override
        public double sum(String column) {
            return Optional.ofNullable(sums.get(column)).orElseThrow();
        }

        @Override
        public double sum(String column, int component) {
            return sum(column + "." + component);
        }
    }

    private static List<String> columns(Metric metric) {
        return metric.columns().stream().map(Column::toString).toList();
    }

    private static List<String> figures(Metric metric) {
        return metric.figures().stream().map(Figure::name).toList();
    }

    private static Figure figure(Metric metric, String name) {
        return metric.figures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void underItsOwnIdItIsItself() {
        Metric kl = kl();
        assertThat(NamedMetric.of(kl, "kl", "kl")).isSameAs(kl);
    }

    @Test
    void theIdInFrontOfANameBecomesTheEntrysName() {
        Metric again = NamedMetric.of(kl(), "kl", "again");
        assertThat(columns(again)).containsExactly("again", "again_by_decade[9]");
        assertThat(figures(again)).containsExactly("again", "again_tail_share");
        assertThat(again.positions()).isEqualTo(Metric.Positions.PREDICTED);
    }

    @Test
    void anyOtherNameStandsBehindTheEntrys() {
        Metric far = NamedMetric.of(tail(1e-6), "tail", "far");
        assertThat(columns(far)).containsExactly("far", "far_mass", "far_other", "far_parts[2]");
        assertThat(figures(far)).containsExactly("far", "far_share", "far_other");
        assertThat(figure(far, "far_share").reads()).containsExactly("far_mass", "far_parts");
        assertThat(figure(far, "far").recovered()).contains("far_recovered");
        assertThat(figure(far, "far_other").recovered()).contains("far_loss_recovered");
    }

    @Test
    void theRestOfAFigureStaysAsItIs() {
        Metric far = NamedMetric.of(tail(1e-6), "tail", "far");
        assertThat(figure(far, "far_other"))
                .extracting(Figure::unit, Figure::kind, Figure::subject, Figure::hasDirection, Figure::doc)
                .containsExactly("nats", Figure.Kind.DIFFERENCE, Figure.Subject.ORIGINAL, true, "other");
        assertThat(figure(far, "far_share").isByBatchForPeers()).isTrue();
        assertThat(figure(far, "far").isByBatchForPeers()).isFalse();
    }

    @Test
    void formulasStillSeeTheNamesThatTheMetricGave() {
        Sums sums = new Named(Map.of("far", 8.0, "far_mass", 3.0, "far_parts.0", 4.0, "far_parts.1", 2.0));
        Metric far = NamedMetric.of(tail(1e-6), "tail", "far");
        assertThat(figure(far, "far").formula().of(sums)).isEqualTo(4);
        Figure.Formula share = figure(far, "far_share").formula();
        assertThat(share.of(sums)).isEqualTo(0.5);
        assertThat(share.suffices(sums, 2)).isTrue();
        assertThat(share.suffices(sums, 3)).isFalse();
        assertThat(share.whyUndefined(sums, 1)).isEqualTo("mass is 3.0");
    }

    @Test
    void aColumnThatHasItsMeanAsAFigureStillHas() {
        for (Metric metric : List.of(NamedMetric.of(kl(), "kl", "again"), NamedMetric.of(tail(1e-6), "tail", "far"))) {
            List<String> points = new ArrayList<>(figures(metric));
            points.retainAll(columns(metric));
            assertThat(points)
                    .as("columns whose values at single positions are kept")
                    .isNotEmpty();
        }
        assertThat(figures(NamedMetric.of(tail(1e-6), "tail", "far"))).contains("far_other");
    }

    @Test
    void itScoresAsTheMetricDoes() {
        double[] out = new double[5];
        NamedMetric.of(tail(1e-6), "tail", "far").scorer().score(null, out);
        assertThat(out).startsWith(1e-6);
    }

    @Test
    void theTwoHaveNoNameInCommon() {
        Metric far = NamedMetric.of(tail(1e-6), "tail", "far");
        assertThat(columns(far)).doesNotContainAnyElementsOf(columns(tail(1e-4)));
        assertThat(figures(far)).doesNotContainAnyElementsOf(figures(tail(1e-4)));
    }

    @Test
    void namesThatWouldFallTogetherKeepTheIdBehindTheEntrysName() {
        Metric clashing =
                Metric.of(List.of(Column.of("tail"), Column.of("mass"), Column.of("tail_mass")), List.of(), () ->
                        (comparison, out) -> {});
        assertThat(columns(NamedMetric.of(clashing, "tail", "far")))
                .containsExactly("far", "far_mass", "far_tail_mass");
    }

    // how entries of a config get there

    private record Tail() implements MetricProvider<NoOptions> {
        @Override
        public String id() {
            return "tail";
        }

        @Override
        public String summary() {
            return "is asked for its context";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Metric create(NoOptions options, RunContext context) {
            if (context.name().equals("refused")) {
                throw new UserError("no such tail");
            }
            return Metric.mean(
                    "tail", "", Figure.Kind.LEVEL, context.name() + " at " + context.site(), comparison -> 1);
        }
    }

    private record Halves() implements StratifierProvider<NoOptions> {
        @Override
        public String id() {
            return "halves";
        }

        @Override
        public String summary() {
            return "is asked for its context";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            if (context.name().equals("refused")) {
                throw new UserError("no such halves");
            }
            return Stratifier.of(List.of(context.name(), "second"), comparison -> 0);
        }
    }

    private static Chosen<MetricProvider<?>> tailCalled(String name) {
        return new Chosen<>(name, new Tail(), site -> new NoOptions(), "demo.yaml:7");
    }

    private static Chosen<StratifierProvider<?>> halvesCalled(String name) {
        return new Chosen<>(name, new Halves(), site -> new NoOptions(), "demo.yaml:8");
    }

    @Test
    void anEntrysMetricIsCreatedUnderItsName() {
        Metric far = Created.metric(tailCalled("far"), CONTEXT);
        assertThat(figures(far)).containsExactly("far");
        assertThat(figure(far, "far").doc()).isEqualTo("far at blocks.0.hook_resid_post");
        assertThat(figures(Created.metric(tailCalled("tail"), CONTEXT))).containsExactly("tail");
    }

    @Test
    void anEntrysStratifierIsCreatedUnderItsName() {
        assertThat(Created.stratifier(halvesCalled("upper"), CONTEXT).classes()).containsExactly("upper", "second");
    }

    @Test
    void severalThingsThatAProviderRefusesHaveTheirPlaceEach() {
        UserError refusal = UserError.all(List.of(new UserError("no a"), new UserError("no b")));
        assertThat(tailCalled("far").blamed(refusal, "s").sentences())
                .containsExactly("demo.yaml:7: no a", "demo.yaml:7: no b");
    }

    @Test
    void whatAProviderRefusesIsToldWithThePlaceOfItsEntry() {
        assertThatThrownBy(() -> Created.metric(tailCalled("refused"), CONTEXT))
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:7: no such tail");
        assertThatThrownBy(() -> Created.stratifier(halvesCalled("refused"), CONTEXT))
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:8: no such halves");
    }
}
