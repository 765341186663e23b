package org.noisefloor.core.run.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.FloorDraws;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.record.Predictions;

/**
 * What one arm gives at the single positions of a batch, draw after draw: counted and ranked while the draws are in memory, since
 * they are not kept.
 */
public final class ArmTally {
    private final Arm arm;
    private final ScoringBatch batch;
    private final PointValues values;
    private final PointValues total;
    private final @Nullable RowPredictions predictions;
    private final List<FloorRanks> ranks;
    private final @Nullable DrawHalves halves;
    private final List<int[]> rows;
    private final List<List<Histogram>> histograms;

    /**
     * @param ranked the interventions that this arm's draws are ranked against, which have run
     * @param main the place of the main divergence among the points; −1 if there is none
     */
    public ArmTally(Arm arm, ScoringBatch batch, Scoring scoring, List<ArmTally> ranked, int main) {
        int all = batch.sequences().shape().rows();
        this.arm = arm;
        this.batch = batch;
        this.values = scoring.values();
        this.total = new PointValues(scoring.points(), ranked.isEmpty() ? 0 : all);
        this.predictions = arm.showsPositions() ? scoring.predictions() : null;
        this.ranks = ranked.stream()
                .map(each -> new FloorRanks(scoring.points(), each.values, all))
                .toList();
        this.halves = ranked.isEmpty() || main < 0 || arm.draws().count() < 2
                ? null
                : new DrawHalves(main, ranked.stream().map(each -> each.values).toList(), all);
        this.rows = IntStream.range(0, batch.sequences().count())
                .mapToObj(batch::scoredRows)
                .toList();
        this.histograms = rows.stream()
                .map(each -> Stream.generate(Histogram::new)
                        .limit(scoring.points().size())
                        .toList())
                .toList();
    }

    KeptPositions kept() {
        return new KeptPositions(values, predictions);
    }

    /** A draw has been scored. */
    public void drawn() {
        for (int s = 0; s < rows.size(); s++) {
            int[] scored = rows.get(s);
            values.count(scored, histograms.get(s));
            ranks.forEach(each -> each.add(values, scored));
            if (!ranks.isEmpty()) {
                total.add(values, scored);
            }
        }
        if (halves != null) {
            halves.add(values, rows);
        }
    }

    /** By sequence, when all draws have been scored. */
    public List<ArmPositions> positions() {
        ranks.forEach(each -> each.drawn(arm.draws().count()));
        List<ArmPositions> positions = new ArrayList<>();
        for (int s = 0; s < batch.sequences().count(); s++) {
            int[] scored = rows.get(s);
            positions.add(new ArmPositions(
                    histograms.get(s).stream().map(Histogram::counts).toList(),
                    arm.draws().random() ? new double[0][] : values.of(scored),
                    ranks.stream().map(each -> each.of(scored)).toList(),
                    shown(scored)));
        }
        return positions;
    }

    private ArmPositions.Shown shown(int[] scored) {
        return predictions == null && ranks.isEmpty()
                ? ArmPositions.Shown.NONE
                : new ArmPositions.Shown(
                        predictions == null ? Predictions.NONE : predictions.of(scored),
                        predictions == null ? new int[0][] : predictions.classes(scored),
                        ranks.isEmpty() ? FloorDraws.NONE : draws(scored));
    }

    private FloorDraws draws(int[] scored) {
        return new FloorDraws(
                total.over(arm.draws().count(), scored),
                ranks.stream().map(each -> each.standing(scored)).toList(),
                halves == null ? null : halves.of(scored));
    }
}
