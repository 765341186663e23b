package org.noisefloor.core.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.ArmInClass.OfArm;
import org.noisefloor.core.summary.Table.Rows;

/**
 * The figures of every arm within each class of each stratifier, and what an intervention does there beyond its floors. Intervals
 * are made for interventions and for the noise floors that they are compared with; they would double the time of a summary if every
 * dose of every baseline got them.
 */
final class Classes {
    /** Why a figure that reads vectors has no value within classes. */
    static final String READS_VECTORS = "reads a column that is a vector, which is not summed by class";

    private static final double[] NONE = {};

    private final RunData data;
    private final boolean intervals;
    private final List<OfArm> arms = new ArrayList<>();
    private final Deque<InClass> waiting = new ArrayDeque<>();
    /** Those that are being summed up. */
    private List<InClass> now = List.of();

    /**
     * @param samples all arms
     * @param intervals whether there are any within classes
     */
    Classes(RunData data, List<ArmSamples> samples, boolean intervals) {
        this.data = data;
        this.intervals = intervals;
        for (int a = 0; a < samples.size(); a++) {
            arms.add(ofArm(a, samples.get(a)));
        }
        for (int s = 0; s < data.layout().stratifiers().size(); s++) {
            for (int c = 0; c < data.layout().stratifiers().get(s).names().size(); c++) {
                waiting.add(inClass(arms, s, c));
            }
        }
    }

    /** Whether a figure of scored positions is made of numbers alone: vectors are not kept by class. */
    static boolean has(Figure figure, ColumnLayout columns) {
        return figure.reads().stream()
                .allMatch(column ->
                        columns.place(column).map(place -> place.width() == 1).orElse(true));
    }

    /** Whether intervals within classes are made for an arm, where a report has them. */
    static boolean haveIntervals(Layout layout, int arm) {
        return layout.arms().get(arm).asks() || layout.floor(arm).isPresent();
    }

    /** What is summed up first: all positions. */
    Stream<Summing> whole() {
        return waiting.isEmpty() ? Stream.of() : arms.stream().map(OfArm::whole);
    }

    /** What is summed up next, while the classes before are looked at a second time: as many as fit into half of the room. */
    Stream<Summing> next() {
        List<InClass> next = new ArrayList<>();
        long held = 0;
        while (!waiting.isEmpty()
                && (next.isEmpty() || held + waiting.getFirst().bytes() <= data.room() / 2)) {
            held += waiting.getFirst().bytes();
            next.add(waiting.removeFirst());
        }
        now = next;
        return next.stream().flatMap(InClass::first);
    }

    /**
     * Once all positions and the first classes are summed up.
     *
     * @return by arm, then by stratifier and class; a class without positions is absent
     */
    List<Map<String, Map<String, ClassReport>>> all() {
        List<Map<String, Map<String, ClassReport>>> all = new ArrayList<>();
        arms.forEach(arm -> all.add(new LinkedHashMap<>()));
        while (!now.isEmpty()) {
            List<InClass> summed = now;
            data.sum(Stream.concat(summed.stream().flatMap(InClass::second), next())
                    .toList());
            summed.forEach(each -> report(each, all));
        }
        return all;
    }

    /** One class of one stratifier, by arm. */
    private record InClass(int stratifier, int index, List<ArmInClass> arms) {
        long bytes() {
            return first().mapToLong(Summing::bytes).sum();
        }

        Stream<Summing> first() {
            return arms.stream().map(ArmInClass::first);
        }

        Stream<Summing> second() {
            return arms.stream().flatMap(ArmInClass::second);
        }
    }

    private void report(InClass of, List<Map<String, Map<String, ClassReport>>> all) {
        Layout.Classes stratifier = data.layout().stratifiers().get(of.stratifier());
        for (int a = 0; a < of.arms().size(); a++) {
            if (!of.arms().get(a).isEmpty()) {
                all.get(a)
                        .computeIfAbsent(stratifier.stratifier(), name -> new LinkedHashMap<>())
                        .put(
                                stratifier.names().get(of.index()),
                                of.arms().get(a).report(floors(a, of.arms())));
            }
        }
    }

    private OfArm ofArm(int a, ArmSamples samples) {
        Arm arm = samples.arm();
        boolean compared = haveIntervals(data.layout(), a);
        boolean resampled = intervals && compared;
        ColumnLayout columns = data.layout().scored();
        Resampling resampling =
                resampled ? data.resampling() : data.resampling().none();
        ClassResamples.Choices choices = ClassResamples.Choices.of(resampling, arm);
        List<Table.Cell> cells = Table.cells(data.figures().scored(a)).stream()
                .filter(cell -> has(cell.figure(), columns))
                .toList();
        String without = resampled || data.resampling().count() == 0
                ? ""
                : compared ? ArmInClass.LEFT_OUT : ArmInClass.NOT_COMPARED;
        return new OfArm(
                samples,
                cells,
                new ClassResamples(record -> wholeSums(record, a, columns.numbers()), columns, choices),
                columns.numbers(),
                data.layout().points(),
                without);
    }

    private InClass inClass(List<OfArm> arms, int stratifier, int index) {
        return new InClass(
                stratifier,
                index,
                IntStream.range(0, arms.size())
                        .mapToObj(a -> new ArmInClass(arms.get(a), record -> classSums(record, a, stratifier, index)))
                        .toList());
    }

    private Map<String, ClassContrast> floors(int a, List<ArmInClass> inClass) {
        Map<String, ClassContrast> floors = new LinkedHashMap<>();
        for (Layout.Floor floor : data.layout().floorsOf(a)) {
            floors.put(
                    data.layout().arms().get(floor.arm()).name(), inClass.get(a).against(inClass.get(floor.arm())));
        }
        return floors;
    }

    private static Rows classSums(SequenceRecord record, int a, int stratifier, int index) {
        List<ArmSums> draws = record.arms().get(a);
        double[][] sums = new double[draws.size()][];
        double[] counts = new double[draws.size()];
        for (int k = 0; k < counts.length; k++) {
            ClassSums of = draws.get(k).classes().get(stratifier).get(index);
            sums[k] = of.count() == 0 ? NONE : of.sums();
            counts[k] = of.count();
        }
        return new Rows(sums, counts);
    }

    private static Rows wholeSums(SequenceRecord record, int a, int[] numbers) {
        return Rows.of(
                record.arms().get(a),
                draw -> Arrays.stream(numbers)
                        .mapToDouble(number -> draw.scored().sums()[number])
                        .toArray(),
                record.scored());
    }
}
