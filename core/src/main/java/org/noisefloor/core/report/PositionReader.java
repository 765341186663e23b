package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.ScoredPosition.Draws;
import org.noisefloor.api.report.ScoredPosition.Likely;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.FloorDraws;
import org.noisefloor.core.record.FloorDraws.Standing;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.RecordIndex;
import org.noisefloor.core.record.SequenceRecord;

/** The single positions of a store of records, one sequence of one intervention in memory at a time. */
final class PositionReader {
    private final RecordIndex.Reader records;
    private final Layout layout;

    private PositionReader(RecordIndex index) {
        this.records = index.open();
        this.layout = index.layout();
    }

    /** An intervention, and its noise floors: their arms, and at which place each of them has this intervention. */
    private record Shown(int arm, Map<Integer, Integer> floors) {}

    /** All of them, in the order of the layout and then of the sequences; close the stream. */
    static Stream<ScoredPosition> all(RecordIndex index) {
        PositionReader reader = new PositionReader(index);
        List<Shown> interventions = IntStream.range(0, index.layout().arms().size())
                .filter(reader::isShown)
                .mapToObj(arm -> new Shown(arm, reader.floors(arm)))
                .toList();
        int sequences = index.entries().size();
        // one flat range: a nested one would be buffered arm by arm when it is read through an iterator
        return LongStream.range(0, (long) interventions.size() * sequences)
                .boxed()
                .flatMap(i -> reader
                        .positions(
                                interventions.get((int) (i / sequences)),
                                index.entries().get((int) (i % sequences)))
                        .stream())
                .onClose(reader.records::close);
    }

    private boolean isShown(int arm) {
        return layout.arms().get(arm).showsPositions();
    }

    private Map<Integer, Integer> floors(int arm) {
        Map<Integer, Integer> floors = new LinkedHashMap<>();
        for (Layout.Floor floor : layout.floors()) {
            if (floor.ranked().contains(arm)) {
                floors.put(floor.arm(), floor.ranked().indexOf(arm));
            }
        }
        return floors;
    }

    private List<ScoredPosition> positions(Shown shown, RecordIndex.Entry entry) {
        Arm arm = layout.arms().get(shown.arm());
        SequenceRecord head = records.head(entry);
        int[] tokens = head.tokens();
        int[] at = head.positions();
        double[][] values = records.values(entry, shown.arm());
        ArmPositions.Shown single = records.shown(entry, shown.arm());
        Map<Integer, FloorDraws> draws = new LinkedHashMap<>();
        shown.floors()
                .keySet()
                .forEach(floor -> draws.put(floor, records.shown(entry, floor).draws()));
        List<ScoredPosition> positions = new ArrayList<>(at.length);
        for (int i = 0; i < at.length; i++) {
            int position = i;
            Map<String, Map<String, Draws>> floors = new LinkedHashMap<>();
            draws.forEach((floor, of) -> floors.put(
                    layout.arms().get(floor).name(),
                    draws(floor, of, shown.floors().getOrDefault(floor, 0), position)));
            positions.add(new ScoredPosition(
                    arm.site(),
                    arm.name(),
                    entry.index(),
                    at[i],
                    tokens[at[i]],
                    tokens[at[i] + 1],
                    head.original().correct()[i],
                    single.spliced().correct()[i],
                    values(values, i),
                    floors,
                    classes(single, i),
                    likely(head.original(), i),
                    likely(single.spliced(), i)));
        }
        return positions;
    }

    private Map<String, Double> values(double[][] points, int i) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int p = 0; p < layout.points().size(); p++) {
            values.put(layout.points().get(p).figure(), points[p][i]);
        }
        return values;
    }

    /** @param place of the intervention among those that the floor is ranked against */
    private Map<String, Draws> draws(int floor, FloorDraws draws, int place, int i) {
        Standing standing = draws.standings().get(place);
        int count = layout.arms().get(floor).draws().count();
        FloorDraws.Halves halves = draws.halves();
        String main = layout.mainDivergence().map(Layout.Point::figure).orElse("");
        Map<String, Draws> byFigure = new LinkedHashMap<>();
        for (int p = 0; p < layout.points().size(); p++) {
            int[] tied = standing.tied()[p];
            String figure = layout.points().get(p).figure();
            byFigure.put(
                    figure,
                    new Draws(
                            draws.means()[p][i],
                            standing.below()[p][i],
                            tied.length == 0 ? 0 : tied[i],
                            count,
                            halves == null || !figure.equals(main)
                                    ? null
                                    : new ScoredPosition.Halves(
                                            halves.picking()[i],
                                            halves.telling()[i],
                                            halves.below().get(place)[i],
                                            count / 2)));
        }
        return byFigure;
    }

    private Map<String, String> classes(ArmPositions.Shown single, int i) {
        Map<String, String> classes = new LinkedHashMap<>();
        for (int s = 0; s < layout.stratifiers().size(); s++) {
            Layout.Classes stratifier = layout.stratifiers().get(s);
            classes.put(stratifier.stratifier(), stratifier.names().get(single.classes()[s][i]));
        }
        return classes;
    }

    private static List<Likely> likely(Predictions predictions, int i) {
        int each = predictions.likely().length / predictions.correct().length;
        return IntStream.range(i * each, (i + 1) * each)
                .filter(k -> predictions.likely()[k] >= 0)
                .mapToObj(k -> new Likely(predictions.likely()[k], predictions.probabilities()[k]))
                .toList();
    }
}
