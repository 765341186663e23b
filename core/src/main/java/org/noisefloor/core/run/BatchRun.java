package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Site;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmPositions.Ranks;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.FloorDraws;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.SequenceRecord;

/**
 * All arms on one batch: from the original's trace to the records of its sequences.
 *
 * @param floors names of the baselines that interventions are ranked against
 */
record BatchRun(
        CutModel cut,
        List<Site> sites,
        List<LiveArm> arms,
        Set<String> floors,
        Scoring scoring,
        long seed,
        Progress progress) {

    /** What one arm gave: sums by draw and sequence, and its single positions by sequence. */
    private record ArmResult(List<ArmSums[]> draws, List<ArmPositions> single) {}

    /**
     * Runs every arm. A position that turns out not to be finite under one of them is left out under all: then, which is
     * rare, everything is scored once more.
     *
     * @param sequences how many sequences the batch holds
     */
    List<SequenceRecord> records(Original original, Mask mask, int sequences) {
        int rows = cut.shape().rows();
        int leftOut;
        List<ArmResult> results;
        do {
            leftOut = mask.leftOut(0, rows);
            results = score(original, mask, sequences);
        } while (mask.leftOut(0, rows) > leftOut);
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < sequences; s++) {
            records.add(record(original, mask, s, results));
        }
        return records;
    }

    private SequenceRecord record(Original original, Mask mask, int s, List<ArmResult> results) {
        BatchShape shape = cut.shape();
        int from = s * shape.length();
        int to = from + shape.length();
        return new SequenceRecord(
                original.firstSequence() + s,
                original.trace().batch().length(s),
                mask.measured(from, to),
                mask.scored(from, to),
                mask.ends(from, to),
                mask.leftOut(from, to),
                NumericFloor.tokens(original.trace().batch(), s),
                IntStream.of(scoredRows(mask, s)).map(row -> row - from).toArray(),
                original.predictions().of(scoredRows(mask, s)),
                results.stream()
                        .map(arm -> arm.draws().stream().map(draw -> draw[s]).toList())
                        .toList(),
                results.stream().map(arm -> arm.single().get(s)).toList(),
                arms.stream().map(arm -> arm.acts().features(from, to)).toList());
    }

    private List<ArmResult> score(Original original, Mask mask, int sequences) {
        IdentityHashMap<LiveArm, PointValues> interventions = new IdentityHashMap<>();
        List<ArmResult> results = new ArrayList<>();
        for (LiveArm arm : arms) {
            results.add(score(arm, original, mask, sequences, interventions));
        }
        return results;
    }

    private ArmResult score(
            LiveArm arm,
            Original original,
            Mask mask,
            int sequences,
            IdentityHashMap<LiveArm, PointValues> interventions) {
        List<Point> points = scoring.points();
        int rows = cut.shape().rows();
        List<FloorRanks> ranks = comparedWith(arm).stream()
                .map(intervention -> new FloorRanks(points, values(interventions, intervention), rows))
                .toList();
        List<List<SortedMap<Integer, Integer>>> histograms = IntStream.range(0, sequences)
                .mapToObj(s -> PointValues.histograms(points))
                .toList();
        List<ArmSums[]> draws = new ArrayList<>();
        PointValues values = new PointValues(points, rows);
        PointValues total = new PointValues(points, ranks.isEmpty() ? 0 : rows);
        boolean shown = arm.arm().showsPositions();
        RowPredictions predictions = shown ? scoring.predictions() : null;
        for (int draw = 0; draw < arm.arm().draws(); draw++) {
            draws.add(score(arm, draw, original, mask, sequences, values, predictions));
            for (int s = 0; s < sequences; s++) {
                int[] scored = scoredRows(mask, s);
                values.count(scored, histograms.get(s));
                ranks.forEach(each -> each.add(values, scored));
                if (!ranks.isEmpty()) {
                    total.add(values, scored);
                }
            }
            progress.advance((long) sequences * cut.shape().length());
        }
        ranks.forEach(each -> each.drawn(arm.arm().draws()));
        if (shown) {
            interventions.put(arm, values);
        }
        List<ArmPositions> single = new ArrayList<>();
        for (int s = 0; s < sequences; s++) {
            int[] scored = scoredRows(mask, s);
            List<List<Ranks>> ofSequence =
                    ranks.stream().map(each -> each.of(scored)).toList();
            single.add(new ArmPositions(
                    histograms.get(s),
                    arm.arm().random() ? new double[0][] : values.of(scored),
                    ofSequence,
                    predictions == null ? Predictions.NONE : predictions.of(scored),
                    predictions == null ? new int[0][] : predictions.classes(scored),
                    ranks.isEmpty() ? FloorDraws.NONE : draws(arm, total, ranks, scored)));
        }
        return new ArmResult(draws, single);
    }

    private static FloorDraws draws(LiveArm floor, PointValues total, List<FloorRanks> ranks, int[] rows) {
        return new FloorDraws(
                total.over(floor.arm().draws(), rows),
                ranks.stream().map(each -> each.standing(rows)).toList());
    }

    private static PointValues values(Map<LiveArm, PointValues> interventions, LiveArm intervention) {
        PointValues values = interventions.get(intervention);
        if (values == null) {
            throw new IllegalStateException(
                    intervention.arm().label() + " comes after a floor that it is ranked against");
        }
        return values;
    }

    /** The interventions that a floor's draws are compared with, in the order of the layout. */
    private List<LiveArm> comparedWith(LiveArm floor) {
        return arms.stream()
                .filter(each -> floor.arm().isNamedIn(floors)
                        && floor.arm().isComparableWith(each.arm())
                        && !each.arm().random())
                .toList();
    }

    private ArmSums[] score(
            LiveArm arm,
            int draw,
            Original original,
            Mask mask,
            int sequences,
            PointValues values,
            @Nullable RowPredictions predictions) {
        arm.show(original, mask, DrawKey.of(seed, arm.arm().name(), draw));
        arm.intervention().replace(arm.acts());
        arm.acts().restoreOutsideMask();
        var logits = arm.logits(cut, sites.get(arm.site()), original);
        return scoring.score(
                original,
                mask,
                sequences,
                arm.site(),
                logits,
                arm.acts(),
                values,
                predictions,
                arm.arm().replacesActivations());
    }

    private int[] scoredRows(Mask mask, int sequence) {
        int from = sequence * cut.shape().length();
        return IntStream.range(from, from + cut.shape().length())
                .filter(mask::scored)
                .toArray();
    }
}
