package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisefloor.core.report.Columns;

/**
 * What a selftest found.
 *
 * @param what was run
 * @param rows of the floor of which it is one more draw, by figure
 * @param different of the one of which it is not
 */
public record NullResult(String what, Amount amount, List<NullRow> rows, List<NullRow> different) implements Result {
    /** For each row its interval's two sides, the mid-rank's, verdicts, and ranks. */
    private static final int CHECKS_OF_A_ROW = 6;

    private static final double LEAST_FOUND = 0.5;

    private double error() {
        return Promise.ERROR / (CHECKS_OF_A_ROW * rows.size() + different.size());
    }

    private Bound interval() {
        return Promise.bound(amount, error());
    }

    private Bound verdicts() {
        return new Bound(amount.repetitions(), Promise.least(amount.documents()), 1, error());
    }

    @Override
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (NullRow row : rows) {
            String of = row.figure() + " against " + row.floor() + ": ";
            check(of + "the interval holds the truth", row.holds(), interval(), failures);
            check(of + "the mid-rank's interval holds ½", row.midRankHolds(), interval(), failures);
            check(of + "not told apart", row.notToldApart(), verdicts(), failures);
            if (row.uniform() < error()) {
                failures.add(of + "ranks are not uniform, p = " + probability(row.uniform()));
            }
        }
        Bound found = new Bound(amount.repetitions(), LEAST_FOUND, 1, error());
        different.stream()
                .filter(row -> row.truth() == 1)
                .findFirst()
                .ifPresent(row -> check(
                        row.figure() + ": a floor that is smaller is told apart", row.toldApart(), found, failures));
        return failures;
    }

    private static void check(String what, Rate rate, Bound bound, List<String> failures) {
        if (rate.of() > 0 && !bound.allows(rate.held())) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s in %d of %d, where %d to %d were expected",
                    what,
                    rate.held(),
                    rate.of(),
                    bound.fewest(),
                    bound.largest()));
        }
    }

    @Override
    public String text(int width) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, against more draws of the same:%n%d repetitions of %d documents, with seed %d.%n%n",
                what,
                amount.repetitions(),
                amount.documents(),
                amount.seed()));
        Columns columns = new Columns()
                .header(List.of(
                        "floor\nand figure",
                        "interval\nholds 1 or 0",
                        "mid-rank's\nholds ½",
                        "not told\napart",
                        "ranks uniform,\np"));
        for (NullRow row : rows) {
            columns.row(List.of(
                    row.floor() + " " + row.figure(),
                    Promise.percent(row.holds()),
                    Promise.percent(row.midRankHolds()),
                    Promise.percent(row.notToldApart()),
                    probability(row.uniform())));
        }
        Bound interval = interval();
        String range = Promise.percent(interval.fewest(), amount) + "–" + Promise.percent(interval.largest(), amount);
        columns.row(List.of(
                "expected",
                range,
                range,
                "≥ " + Promise.percent(verdicts().fewest(), amount),
                "≥ " + probability(error())));
        text.append(columns.text(width)).append('\n');
        for (NullRow row : different) {
            text.append(String.format(
                    Locale.ROOT,
                    "Against noise a fifth smaller, %s is told apart in %s.%n",
                    row.figure(),
                    Promise.percent(row.toldApart())));
        }
        text.append('\n').append(Promise.verdict(failures(), amount));
        return text.toString();
    }

    private static String probability(double p) {
        return Double.isNaN(p) ? "–" : String.format(Locale.ROOT, p < 0.001 ? "%.1g" : "%.3f", p);
    }

    @Override
    public String csv() {
        StringBuilder csv = new StringBuilder(
                "repetition,floor,figure,truth,value,low,high,mid_rank,mid_rank_low,mid_rank_high,verdict\n");
        List<NullRow> all = new ArrayList<>(rows);
        all.addAll(different);
        for (NullRow row : all) {
            for (int i = 0; i < row.said().size(); i++) {
                NullRow.Said said = row.said().get(i);
                csv.append(String.format(Locale.ROOT, "%d,%s,%s,%.0f,", i, row.floor(), row.figure(), row.truth()))
                        .append(Promise.cells(said.contrast()))
                        .append(',')
                        .append(said.midRank() == null ? ",," : Promise.cells(said.midRank()))
                        .append(',')
                        .append(said.word().name().toLowerCase(Locale.ROOT))
                        .append('\n');
            }
        }
        return csv.toString();
    }
}
