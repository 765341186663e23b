package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Sums;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures.MetricFigures;
import org.noisefloor.core.summary.ArmInClass.OfArm;
import org.noisefloor.core.summary.Summary.ClassFloor;
import org.noisefloor.core.summary.Summary.ClassSummary;

/**
 * The figures of every arm within each class of each stratifier, and what an intervention does there beyond its floors. Intervals are made for interventions and for the noise floors that
 * they are compared with; they would double the time of a summary if every dose of every baseline got them.
 */
final class Classes {
    private final Layout layout;
    private final List<SequenceRecord> records;
    private final Set<String> floors;
    private final Resampling resampling;
    private final int[] numbers;
    private final int width;

    Classes(Layout layout, List<SequenceRecord> records, Set<String> floors, Resampling resampling) {
        this.layout = layout;
        this.records = records;
        this.floors = floors;
        this.resampling = resampling;
        this.numbers = Layout.numbers(layout.scored());
        this.width = Layout.width(layout.scored());
    }

    /**
     * @param samples all arms
     * @param figures of the metrics of scored positions, by arm
     * @return by arm
     */
    List<List<ClassSummary>> of(List<ArmSamples> samples, List<List<MetricFigures>> figures) {
        List<OfArm> arms = new ArrayList<>();
        List<List<ClassSummary>> all = new ArrayList<>();
        for (int a = 0; a < samples.size(); a++) {
            arms.add(ofArm(a, samples.get(a), figures.get(a)));
            all.add(new ArrayList<>());
        }
        for (int s = 0; s < layout.stratifiers().size(); s++) {
            Layout.Classes stratifier = layout.stratifiers().get(s);
            for (int c = 0; c < stratifier.names().size(); c++) {
                List<ArmInClass> inClass = inClass(arms, s, c);
                for (int a = 0; a < arms.size(); a++) {
                    if (!inClass.get(a).isEmpty()) {
                        all.get(a)
                                .add(inClass.get(a)
                                        .summary(
                                                stratifier.stratifier(),
                                                stratifier.names().get(c),
                                                floors(a, inClass)));
                    }
                }
            }
        }
        return all;
    }

    private OfArm ofArm(int a, ArmSamples samples, List<MetricFigures> figures) {
        Arm arm = samples.arm();
        boolean resampled = !arm.baseline() || arm.isNamedIn(floors);
        ClassResamples.Choices choices =
                ClassResamples.Choices.of(arm, records.size(), resampled ? resampling : new Resampling(0, 0));
        return new OfArm(
                samples,
                new Table(numbersOnly(figures), new double[0][][], new double[0]).cells(),
                new ClassResamples(wholeSums(a), numbers, width, choices),
                layout.points(),
                numbers,
                resampled || resampling.count() == 0);
    }

    private List<ArmInClass> inClass(List<OfArm> arms, int stratifier, int index) {
        return IntStream.range(0, arms.size())
                .mapToObj(a -> new ArmInClass(arms.get(a), classSums(a, stratifier, index), width))
                .toList();
    }

    private List<ClassFloor> floors(int a, List<ArmInClass> inClass) {
        Arm intervention = layout.arms().get(a);
        return IntStream.range(0, inClass.size())
                .filter(f -> layout.arms().get(f).isNamedIn(floors)
                        && layout.arms().get(f).isComparableWith(intervention))
                .mapToObj(f -> inClass.get(a).against(inClass.get(f)))
                .toList();
    }

    private ClassSums[][] classSums(int a, int stratifier, int index) {
        return records.stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> draw.classes().get(stratifier).get(index))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
    }

    private ClassSums[][] wholeSums(int a) {
        return records.stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> new ClassSums(
                                record.scored(),
                                Arrays.stream(numbers)
                                        .mapToDouble(number -> draw.scored()[number])
                                        .toArray()))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
    }

    /** Figures that are made of numbers alone: vectors are not kept by class. */
    private List<Table.Part> numbersOnly(List<MetricFigures> figures) {
        return ArmSamples.parts(layout.scored(), figures).stream()
                .map(part -> new Table.Part(
                        part.metric(),
                        part.columns(),
                        part.offset(),
                        part.figures().stream()
                                .filter(figure -> !Probe.readsVectors(figure))
                                .toList()))
                .toList();
    }

    /** Sums that watch what a figure reads. */
    private static final class Probe implements Sums {
        private boolean vectors;

        static boolean readsVectors(Figure figure) {
            Probe probe = new Probe();
            figure.formula().of(probe);
            return probe.vectors;
        }

        @Override
        public double count() {
            return 1;
        }

        @Override
        public double sum(String column) {
            return 1;
        }

        @Override
        public double sum(String column, int component) {
            vectors = true;
            return 1;
        }
    }
}
