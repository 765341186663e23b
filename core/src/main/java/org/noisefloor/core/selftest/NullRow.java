package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.DrawKey;

/** What the repetitions said of one figure against one floor. */
final class NullRow {
    /** What one repetition said: the ratio, or the excess where there is none, and the mean mid-rank. */
    record Said(Estimate contrast, @Nullable Estimate midRank, Verdict.Word word) {}

    private final String floor;
    private final String figure;
    private final boolean ratio;
    private final int arm;
    /** Where the figure's sum stands; −1 if it is no mean of a column. */
    private final int column;

    private final RankCounts ranks;
    private final List<Said> said = new ArrayList<>();

    private NullRow(String floor, String figure, boolean ratio, int arm, int column, int draws) {
        this.floor = floor;
        this.figure = figure;
        this.ratio = ratio;
        this.arm = arm;
        this.column = column;
        this.ranks = RankCounts.among(draws);
    }

    static NullRow of(String floor, String figure, FloorContrast contrast, Layout layout) {
        int arm = 0;
        while (!layout.arms().get(arm).name().equals(floor)) {
            arm++;
        }
        int point = layout.point(figure);
        return new NullRow(
                floor,
                figure,
                contrast.ratio() != null,
                arm,
                point < 0 ? -1 : layout.points().get(point).place(),
                layout.arms().get(arm).draws().count());
    }

    void take(FloorContrast contrast, List<SequenceRecord> records) {
        Estimate said = contrast.ratio() == null ? contrast.excess() : contrast.ratio();
        Verdict verdict = contrast.verdict();
        this.said.add(new Said(
                said,
                contrast.ranks() == null ? null : contrast.ranks().midRank(),
                verdict == null ? Verdict.Word.UNKNOWN : verdict.word()));
        if (column >= 0) {
            records.stream().filter(each -> each.scored() > 0).forEach(this::rank);
        }
    }

    /** The intervention's sum over a sequence among those of the floor's draws; equal ones in random order. */
    private void rank(SequenceRecord record) {
        double own = sum(record.arms().get(0).get(0));
        int below = 0;
        int equal = 0;
        for (ArmSums draw : record.arms().get(arm)) {
            double other = sum(draw);
            below += other < own ? 1 : 0;
            equal += other == own ? 1 : 0;
        }
        ranks.add(below
                + Amount.below(DrawKey.of(record.index(), floor + figure, 0).shared(), equal + 1));
    }

    private double sum(ArmSums draw) {
        return draw.scored().sums()[column];
    }

    String floor() {
        return floor;
    }

    String figure() {
        return figure;
    }

    /** What there is no difference at: 1 of a ratio, 0 of an excess. */
    double truth() {
        return ratio ? 1 : 0;
    }

    List<Said> said() {
        return List.copyOf(said);
    }

    /** How often the interval of the ratio, or of the excess, held the truth. */
    Rate holds() {
        return rate(said.stream().map(Said::contrast).toList(), truth());
    }

    /** How often that of the mean mid-rank held ½. */
    Rate midRankHolds() {
        List<Estimate> midRanks = new ArrayList<>();
        said.forEach(each -> {
            if (each.midRank() != null) {
                midRanks.add(each.midRank());
            }
        });
        return rate(midRanks, 0.5);
    }

    private static Rate rate(List<Estimate> estimates, double truth) {
        Rate rate = Rate.NONE;
        for (Estimate each : estimates) {
            rate = rate.and(Promise.isHeld(each, truth));
        }
        return rate;
    }

    /** How often no verdict was that they differ. */
    Rate notToldApart() {
        return new Rate(said.size() - toldApart().held(), said.size());
    }

    /** How often there was a verdict that the two differ. */
    Rate toldApart() {
        Rate rate = Rate.NONE;
        for (Said each : said) {
            rate = rate.and(each.word() == Verdict.Word.WORSE || each.word() == Verdict.Word.MILDER);
        }
        return rate;
    }

    /** How probable ranks as uneven as these are, if they are uniform; NaN where there are none. */
    double uniform() {
        return ranks.probability();
    }
}
