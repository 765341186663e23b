package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.ArmInClass.OfArm;

/**
 * The figures of every arm within each class of each stratifier, and what an intervention does there beyond its floors. Intervals
 * are made for interventions and for the noise floors that they are compared with; they would double the time of a summary if every
 * dose of every baseline got them.
 */
final class Classes {
    /** Why a figure that reads vectors has no value within classes. */
    static final String READS_VECTORS = "reads a column that is a vector, which is not summed by class";

    private final RunData data;
    private final boolean intervals;

    /** @param intervals whether there are any within classes */
    Classes(RunData data, boolean intervals) {
        this.data = data;
        this.intervals = intervals;
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

    /**
     * @param samples all arms
     * @return by arm, then by stratifier and class; a class without positions is absent
     */
    List<Map<String, Map<String, ClassReport>>> of(List<ArmSamples> samples) {
        List<OfArm> arms = new ArrayList<>();
        List<Map<String, Map<String, ClassReport>>> all = new ArrayList<>();
        for (int a = 0; a < samples.size(); a++) {
            arms.add(ofArm(a, samples.get(a)));
            all.add(new LinkedHashMap<>());
        }
        for (int s = 0; s < data.layout().stratifiers().size(); s++) {
            Layout.Classes stratifier = data.layout().stratifiers().get(s);
            for (int c = 0; c < stratifier.names().size(); c++) {
                List<ArmInClass> inClass = inClass(arms, s, c);
                for (int a = 0; a < arms.size(); a++) {
                    if (!inClass.get(a).isEmpty()) {
                        all.get(a)
                                .computeIfAbsent(stratifier.stratifier(), name -> new LinkedHashMap<>())
                                .put(stratifier.names().get(c), inClass.get(a).report(floors(a, inClass)));
                    }
                }
            }
        }
        return all;
    }

    private OfArm ofArm(int a, ArmSamples samples) {
        Arm arm = samples.arm();
        boolean compared = haveIntervals(data.layout(), a);
        boolean resampled = intervals && compared;
        ColumnLayout columns = data.layout().scored();
        ClassResamples.Choices choices = ClassResamples.Choices.of(
                arm, resampled ? data.resampling() : data.resampling().none());
        List<Table.Cell> cells = Table.cells(data.figures().scored(a)).stream()
                .filter(cell -> has(cell.figure(), columns))
                .toList();
        String without = resampled || data.resampling().count() == 0
                ? ""
                : compared ? ArmInClass.LEFT_OUT : ArmInClass.NOT_COMPARED;
        return new OfArm(
                samples,
                cells,
                new ClassResamples(wholeSums(a, columns.numbers()), columns, choices),
                data.layout().points(),
                without);
    }

    private List<ArmInClass> inClass(List<OfArm> arms, int stratifier, int index) {
        return IntStream.range(0, arms.size())
                .mapToObj(a -> new ArmInClass(arms.get(a), classSums(a, stratifier, index)))
                .toList();
    }

    private Map<String, ClassContrast> floors(int a, List<ArmInClass> inClass) {
        Map<String, ClassContrast> floors = new LinkedHashMap<>();
        for (Layout.Floor floor : data.layout().floorsOf(a)) {
            floors.put(
                    data.layout().arms().get(floor.arm()).name(), inClass.get(a).against(inClass.get(floor.arm())));
        }
        return floors;
    }

    private ClassSums[][] classSums(int a, int stratifier, int index) {
        return data.records().stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> draw.classes().get(stratifier).get(index))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
    }

    private ClassSums[][] wholeSums(int a, int[] numbers) {
        return data.records().stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> new ClassSums(
                                record.scored(),
                                Arrays.stream(numbers)
                                        .mapToDouble(number -> draw.scored().sums()[number])
                                        .toArray()))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
    }
}
