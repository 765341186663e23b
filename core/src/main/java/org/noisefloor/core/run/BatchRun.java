package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.score.ArmTally;
import org.noisefloor.core.run.score.DrawSums;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * All arms on one batch: from the original's trace to the records of its sequences.
 *
 * @param broken hears under which arms logits are not finite
 */
record BatchRun(Preparation prepared, CutModel cut, long seed, Progress progress, NotFinite broken) {

    /** What one arm gave: sums by draw and sequence, and its single positions by sequence. */
    private record ArmResult(List<List<ArmSums>> draws, List<List<ArmSums>> recalibrated, List<ArmPositions> single) {}

    /** What all arms gave, and the rows that turned out not to be finite under one of them. */
    private record Pass(List<ArmResult> arms, BitSet notFinite) {}

    /**
     * Runs every arm. A position that turns out not to be finite under one of them is left out under all: then, which is
     * rare, everything is scored once more.
     */
    List<SequenceRecord> runBatch(ScoringBatch first) {
        ScoringBatch batch = first;
        Pass pass = runArms(batch);
        while (!pass.notFinite().isEmpty()) {
            batch = batch.without(pass.notFinite());
            pass = runArms(batch);
        }
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < batch.sequences().count(); s++) {
            records.add(record(batch, s, pass.arms()));
        }
        return records;
    }

    private Pass runArms(ScoringBatch batch) {
        Layout layout = prepared.measured().layout();
        int main = layout.mainDivergence()
                .map(point -> layout.points().indexOf(point))
                .orElse(-1);
        BitSet notFinite = new BitSet();
        List<ArmResult> results = new ArrayList<>();
        List<ArmTally> tallies = new ArrayList<>();
        for (int a = 0; a < prepared.arms().size(); a++) {
            OpenedArm arm = prepared.arms().get(a);
            List<Integer> ranked = layout.floor(a).map(Layout.Floor::ranked).orElse(List.of());
            ArmTally tally = new ArmTally(
                    arm.arm(),
                    batch,
                    prepared.scoring(),
                    ranked.stream().map(tallies::get).toList(),
                    main);
            tallies.add(tally);
            results.add(runArm(arm, batch, tally, notFinite));
        }
        return new Pass(results, notFinite);
    }

    /** @param notFinite takes the rows that turn out not to be */
    private ArmResult runArm(OpenedArm arm, ScoringBatch batch, ArmTally tally, BitSet notFinite) {
        Arm.Draws draws = arm.arm().draws();
        List<List<ArmSums>> recalibrated = new ArrayList<>();
        for (int draw = draws.count(); draw < draws.passes(); draw++) {
            SplicedBatch spliced = arm.splice(cut, batch, seed, draw);
            recalibrated.add(taken(arm, prepared.scoring().score(batch, spliced), batch, notFinite).stream()
                    .map(ArmSums::withoutClasses)
                    .toList());
        }
        List<List<ArmSums>> drawn = new ArrayList<>();
        // behind these: what stands in the arm's room in the end is what its floors copy
        for (int draw = 0; draw < draws.count(); draw++) {
            SplicedBatch spliced = arm.splice(cut, batch, seed, draw);
            drawn.add(taken(arm, prepared.scoring().score(batch, spliced, tally), batch, notFinite));
            tally.drawn();
        }
        return new ArmResult(drawn, recalibrated, tally.positions());
    }

    private List<ArmSums> taken(OpenedArm arm, DrawSums sums, ScoringBatch batch, BitSet notFinite) {
        broken.under(arm, sums.notFinite());
        notFinite.or(sums.notFinite());
        progress.advance(
                (long) batch.sequences().count() * batch.sequences().shape().length());
        return sums.sums();
    }

    /** What each gave on one sequence. */
    private static List<List<ArmSums>> on(int s, Stream<List<List<ArmSums>>> arms) {
        return arms.map(arm -> arm.stream().map(draw -> draw.get(s)).toList()).toList();
    }

    private SequenceRecord record(ScoringBatch batch, int s, List<ArmResult> results) {
        int from = batch.sequences().start(s);
        int to = from + batch.sequences().shape().length();
        int[] scored = batch.scoredRows(s);
        Mask mask = batch.mask();
        return new SequenceRecord(
                batch.sequences().sequence(from),
                batch.sequences().sequences().get(s).documents(),
                batch.sequences().length(from),
                mask.measured(from, to),
                mask.scored(from, to),
                mask.ends(from, to),
                mask.leftOut(from, to),
                batch.sequences().sequences().get(s).tokens(),
                IntStream.of(scored).map(row -> row - from).toArray(),
                batch.original().predictions(scored),
                on(s, results.stream().map(ArmResult::draws)),
                on(s, results.stream().map(ArmResult::recalibrated)),
                results.stream().map(arm -> arm.single().get(s)).toList(),
                prepared.arms().stream()
                        .map(arm -> arm.acts().features(from, to))
                        .toList());
    }
}
