package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.core.record.Arm.Draws;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.score.ScoringBatch;

/**
 * Decides how often each arm is drawn whose count the config leaves open: by two draws of it on the first {@value #SEQUENCES} sequences, and
 * the {@link DrawShare} of the figure that the run is told by. Of a noise floor that is its ratio to each intervention (the excess where the
 * figure is a difference), of anything else the figure itself. The run scores these sequences again; its first two draws are those of the
 * pilot.
 */
final class Pilot {
    /** So many however large a batch is, so that a batch decides nothing. */
    static final int SEQUENCES = 16;

    /** Fewer tell nothing. */
    private static final int FEWEST = 6;

    private final Preparation prepared;
    private final Layout layout;
    private final Layout.@Nullable Point point;
    /** By arm that is looked at: the figure's sums by sequence and draw. */
    private final Map<Integer, List<double[]>> sums = new TreeMap<>();

    private final List<Integer> positions = new ArrayList<>();

    private Pilot(Preparation prepared) {
        this.prepared = prepared;
        this.layout = prepared.measured().layout();
        this.point = layout.mainDivergence()
                .or(() -> layout.points().stream().findFirst())
                .orElse(null);
    }

    /**
     * Makes one if any count is open.
     *
     * @param batches of the run, from the first
     * @return the preparation with all counts decided
     */
    static Preparation decided(
            Preparation prepared, Iterator<SequenceBatch> batches, CutModel cut, long seed, Progress progress) {
        Pilot pilot = new Pilot(prepared);
        List<Integer> open = IntStream.range(0, pilot.layout.arms().size())
                .filter(a -> pilot.layout.arms().get(a).draws().waitsForPilot())
                .boxed()
                .toList();
        if (open.isEmpty()) {
            return prepared;
        }
        open.forEach(a -> Stream.concat(Stream.of(a), pilot.against(a).stream())
                .forEach(each -> pilot.sums.put(each, new ArrayList<>())));
        pilot.look(batches, cut, seed, progress);
        return prepared.drawn(IntStream.range(0, pilot.layout.arms().size())
                .mapToObj(pilot::draws)
                .toList());
    }

    private List<Integer> against(int arm) {
        return layout.floor(arm).map(Layout.Floor::compared).orElse(List.of());
    }

    private int passes(int arm) {
        return Math.min(Draws.FEWEST, layout.arms().get(arm).draws().count());
    }

    private void look(Iterator<SequenceBatch> batches, CutModel cut, long seed, Progress progress) {
        int passes = sums.keySet().stream().mapToInt(this::passes).sum();
        int length = prepared.setting().shape().length();
        progress.phase("finding how many draws are enough", (long) SEQUENCES * length * passes);
        while (positions.size() < SEQUENCES && batches.hasNext()) {
            SequenceBatch batch = batches.next();
            Mask mask = prepared.setting().rule().of(batch.tokens());
            ScoringBatch shown =
                    ScoringBatch.of(prepared.scoring().original(cut.run(batch.tokens()), batch, mask), mask);
            int first = Math.min(batch.count(), SEQUENCES - positions.size());
            sums.forEach((a, all) -> {
                OpenedArm arm = prepared.arms().get(a);
                List<List<ArmSums>> draws = new ArrayList<>();
                for (int draw = 0; draw < passes(a); draw++) {
                    draws.add(prepared.scoring()
                            .score(shown, arm.splice(cut, shown, seed, draw))
                            .sums());
                    progress.advance((long) first * length);
                }
                for (int s = 0; s < first; s++) {
                    all.add(ofSequence(s, draws));
                }
            });
            for (int s = 0; s < first; s++) {
                positions.add(shown.scoredRows(s).length);
            }
        }
    }

    /** By draw. */
    private double[] ofSequence(int s, List<List<ArmSums>> draws) {
        return draws.stream()
                .mapToDouble(draw -> point == null ? 0 : draw.get(s).scored().sums()[point.place()])
                .toArray();
    }

    private Draws draws(int a) {
        Draws draws = layout.arms().get(a).draws();
        if (!draws.waitsForPilot()) {
            return draws;
        }
        return (against(a).isEmpty() ? Stream.<@Nullable Integer>of((Integer) null) : against(a).stream())
                .map(intervention -> decided(draws, a, intervention))
                .max(Comparator.comparingInt(Draws::count))
                .orElseThrow();
    }

    private Draws decided(Draws draws, int a, @Nullable Integer intervention) {
        if (point == null || positions.size() < FEWEST) {
            return draws.decided(Draws.USUAL, new ArmReport.Pilot(positions.size(), null, null, 0));
        }
        DrawShare share = share(point.kind(), a, intervention);
        if (!share.isDefined()) {
            return draws.decided(Draws.USUAL, new ArmReport.Pilot(positions.size(), null, null, 0));
        }
        int enough = share.enough();
        String name =
                intervention == null ? null : layout.arms().get(intervention).name();
        return draws.decided(enough, new ArmReport.Pilot(positions.size(), point.figure(), name, share.with(enough)));
    }

    private DrawShare share(Figure.Kind kind, int a, @Nullable Integer intervention) {
        double[] counts = positions.stream().mapToDouble(each -> each).toArray();
        double[][] drawn = distances(a, kind);
        if (intervention == null) {
            return DrawShare.ofMean(drawn, counts);
        }
        double[] judged = Stream.of(distances(intervention, kind))
                .mapToDouble(draws -> Arrays.stream(draws).average().orElseThrow())
                .toArray();
        return kind == Figure.Kind.DIFFERENCE
                ? DrawShare.ofDifference(judged, drawn, counts)
                : DrawShare.ofRatio(judged, drawn);
    }

    /** [sequence][draw]; of a similarity S, sums of 1 − S. */
    private double[][] distances(int a, Figure.Kind kind) {
        List<double[]> all = Objects.requireNonNull(sums.get(a));
        return IntStream.range(0, all.size())
                .mapToObj(s -> Arrays.stream(all.get(s))
                        .map(sum -> kind == Figure.Kind.SIMILARITY ? positions.get(s) - sum : sum)
                        .toArray())
                .toArray(double[][]::new);
    }
}
