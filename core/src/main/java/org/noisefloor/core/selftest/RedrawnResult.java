package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisefloor.core.report.Columns;

/**
 * How often intervals from some of a run's documents held what all of them say.
 *
 * @param run its folder
 * @param documents that the run has
 */
public record RedrawnResult(String run, int documents, Amount amount, List<RedrawnRow> rows) implements Result {

    private Bound bound() {
        return Promise.bound(amount, Promise.ERROR / (2 * rows.size()));
    }

    /** Too wide an interval is no failure here: one with the uncertainty of calibration is, where calibration is one and the same. */
    @Override
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (RedrawnRow row : rows) {
            if (bound().isTooFew(row.holds().held())) {
                failures.add(String.format(
                        Locale.ROOT,
                        "%s: held in %d of %d, where at least %d were expected",
                        row.name(),
                        row.holds().held(),
                        row.holds().of(),
                        bound().fewest()));
            }
        }
        return failures;
    }

    @Override
    public String text(int width) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "The figures of all %d documents of %s as the truth:%n%d repetitions of %d documents, drawn with replacement, with seed %d.%n%n",
                documents,
                run,
                amount.repetitions(),
                amount.documents(),
                amount.seed()));
        Columns columns = new Columns()
                .header(List.of("", "all\ndocuments", "interval\nholds it", "it lies\nbelow", "it lies\nabove"));
        for (RedrawnRow row : rows) {
            int below = row.below().held();
            columns.row(List.of(
                    row.name(),
                    String.format(Locale.ROOT, "%.4g", row.truth()),
                    Promise.percent(row.holds()),
                    Promise.percent(row.below()),
                    Promise.percent(new Rate(
                            row.holds().of() - row.holds().held() - below,
                            row.holds().of()))));
        }
        columns.row(List.of("expected", "", "≥ " + Promise.percent(bound().fewest(), amount)));
        return text.append(columns.text(width))
                .append('\n')
                .append(Promise.verdict(failures(), amount))
                .toString();
    }

    @Override
    public String csv() {
        StringBuilder csv = new StringBuilder("repetition,quantity,truth,value,low,high\n");
        for (RedrawnRow row : rows) {
            for (int i = 0; i < row.said().size(); i++) {
                csv.append(i)
                        .append(",\"")
                        .append(row.name())
                        .append("\",")
                        .append(row.truth())
                        .append(',')
                        .append(Promise.cells(row.said().get(i)))
                        .append('\n');
            }
        }
        return csv.toString();
    }
}
