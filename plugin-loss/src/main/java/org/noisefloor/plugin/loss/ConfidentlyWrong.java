package org.noisefloor.plugin.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;

/**
 * What the splice does where the original is confidently wrong, and where it makes the model confidently wrong anew.
 *
 * <p>C = {t : w ≠ y, p_w ≥ θ}, w = argmax p (the lowest id among equals), y the correct token: decided by the original alone.
 * Within C: the shares of the six outcomes argmax q = w, another wrong token or y, with max q ≥ θ (confident) or below
 * (unsure); the means of q_w − p_w and of ce_delta. Beside it C′ = {t not in C : argmax q ≠ y, max q ≥ θ}.
 * p = softmax(original logits), q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: shares of C, but for {@code confidently_wrong} and {@code newly_confidently_wrong}, which are shares of the scored
 *       positions; probability; nats.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: this project's definition of a confident mistake.
 *   <li>Pitfall: C is small, so look at the intervals. Any noise takes confidence away from C, which looks like an
 *       improvement: the null is the same table under the floors. A wrong favourite need not be a mistake where several
 *       continuations are good.
 * </ul>
 */
public final class ConfidentlyWrong implements MetricProvider<ConfidenceOptions> {
    private static final String IN_C = "confidently_wrong";
    private static final String WITHIN = IN_C + "_";
    private static final String NEW = "newly_confidently_wrong";
    private static final String DELTA_W = WITHIN + "delta_w";
    private static final String CE_DELTA = WITHIN + "ce_delta";
    private static final String FORBIDDEN = WITHIN + "target_forbidden";
    private static final String NO_POSITION = "the original is confidently wrong at none of these positions";

    /** What became of a position of C; a column for each. */
    private enum Outcome {
        SAME_CONFIDENT("same_wrong_token_confident", "the same wrong favourite with at least θ afterwards"),
        SAME_UNSURE("same_wrong_token_unsure", "the same wrong favourite with less than θ afterwards"),
        ANOTHER_CONFIDENT("another_wrong_token_confident", "another wrong favourite with at least θ afterwards"),
        ANOTHER_UNSURE("another_wrong_token_unsure", "another wrong favourite with less than θ afterwards"),
        RIGHT_CONFIDENT("now_right_confident", "the correct token as favourite with at least θ afterwards"),
        RIGHT_UNSURE("now_right_unsure", "the correct token as favourite with less than θ afterwards");

        final String column;
        final String doc;

        Outcome(String name, String doc) {
            this.column = WITHIN + name;
            this.doc = "share of the original's confident mistakes that have " + doc;
        }

        static Outcome of(Comparison c, int after) {
            boolean confident = after == State.RIGHT_CONFIDENT || after == State.WRONG_CONFIDENT;
            if (c.top1Spliced() == c.target()) {
                return confident ? RIGHT_CONFIDENT : RIGHT_UNSURE;
            }
            if (c.top1Spliced() == c.top1Original()) {
                return confident ? SAME_CONFIDENT : SAME_UNSURE;
            }
            return confident ? ANOTHER_CONFIDENT : ANOTHER_UNSURE;
        }
    }

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<Column> COLUMNS = Stream.concat(
                    Stream.of(IN_C, NEW, DELTA_W, CE_DELTA, FORBIDDEN),
                    OUTCOMES.stream().map(outcome -> outcome.column))
            .map(Column::of)
            .toList();
    private static final int FIRST_OUTCOME = COLUMNS.size() - OUTCOMES.size();
    private static final List<Figure> FIGURES = figures();

    @Override
    public String id() {
        return "confidently_wrong";
    }

    @Override
    public String summary() {
        return "What becomes of the original's confident mistakes, and how many new ones there are";
    }

    @Override
    public Class<ConfidenceOptions> options() {
        return ConfidenceOptions.class;
    }

    @Override
    public Metric create(ConfidenceOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> (comparison, out) -> score(comparison, options.theta(), out));
    }

    private static List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.mean(
                        IN_C,
                        "share",
                        Kind.LEVEL,
                        "share of positions where the original's favourite is wrong and has at least θ")
                .ofTheOriginal());
        OUTCOMES.forEach(outcome -> figures.add(within(outcome.column, "share", outcome.doc)));
        figures.add(within(
                DELTA_W, "probability", "mean rise of the wrong favourite's probability where it had at least θ"));
        figures.add(Figure.named(CE_DELTA)
                .unit("nats")
                .kind(Kind.QUOTIENT)
                .reading(CE_DELTA, IN_C, FORBIDDEN)
                .doc("mean rise of the cross-entropy where the original is confidently wrong")
                .of(new RiseWithin()));
        figures.add(Figure.mean(
                NEW,
                "share",
                Kind.DIVERGENCE,
                "share of positions where the spliced model alone has a wrong favourite with at least θ"));
        return List.copyOf(figures);
    }

    private static Figure within(String column, String unit, String doc) {
        return Figure.named(column)
                .unit(unit)
                .kind(Kind.QUOTIENT)
                .reading(column, IN_C)
                .doc(doc)
                .of(new MeanWithin(column));
    }

    private static void score(Comparison c, double theta, double[] out) {
        Arrays.fill(out, 0);
        int after = State.spliced(c, theta);
        if (State.original(c, theta) != State.WRONG_CONFIDENT) {
            out[1] = after == State.WRONG_CONFIDENT ? 1 : 0;
            return;
        }
        out[0] = 1;
        out[2] = ProbabilityChange.of(c.top1Original(), c);
        out[3] = CrossEntropy.delta(c);
        out[4] = CrossEntropy.bothForbid(c) ? 1 : 0;
        out[FIRST_OUTCOME + OUTCOMES.indexOf(Outcome.of(c, after))] = 1;
    }

    /** The mean of a column over C; the column is 0 elsewhere. */
    private record MeanWithin(String column) implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return sums.sum(column) / sums.sum(IN_C);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return NO_POSITION;
        }
    }

    /** The same of ce_delta, which is undefined where both models forbid the correct token. */
    private record RiseWithin() implements Figure.Formula {
        private static final MeanRise MEAN =
                new MeanRise(CE_DELTA, sums -> sums.sum(IN_C), FORBIDDEN, "the original's confident mistakes");

        @Override
        public double of(Sums sums) {
            return MEAN.of(sums);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return sums.sum(IN_C) == 0 ? NO_POSITION : MEAN.whyUndefined(sums, draws);
        }
    }
}
