package org.noisefloor.core.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.files.text.PlainNumbers;

/**
 * The figures of the main tables on the console.
 *
 * @param divergence the main divergence, if there is one
 * @param difference the first signed difference, or what stands for it where no metric measures a distance
 */
record MainFigures(RunReport report, Optional<String> divergence, Optional<String> difference) {

    static MainFigures of(RunReport report) {
        Optional<String> divergence = Optional.ofNullable(report.mainDivergence());
        return new MainFigures(report, divergence, difference(report, divergence.isPresent()));
    }

    List<String> shown() {
        return Stream.of(divergence, difference).flatMap(Optional::stream).toList();
    }

    private static Optional<String> difference(RunReport report, boolean hasDivergence) {
        Optional<String> first = first(report, figure -> figure.kind() == Figure.Kind.DIFFERENCE);
        return first.isPresent() || hasDivergence
                ? first
                : first(report, figure -> figure.kind() == Figure.Kind.SIMILARITY)
                        .or(() -> first(report, figure -> figure.about() != Figure.Subject.ORIGINAL));
    }

    private static Optional<String> first(RunReport report, Predicate<FigureInfo> test) {
        return report.figures().entrySet().stream()
                .filter(each -> each.getValue().isOfScored() && test.test(each.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A name with its unit. */
    String heading(String figure) {
        String unit = report.figure(figure).map(FigureInfo::unit).orElse("");
        return figure + (unit.isEmpty() ? "" : " (" + unit + ")");
    }

    /** Of the main difference, as the first intervention that has one names it. */
    Optional<Recovered> recovered() {
        return difference
                .flatMap(report::figure)
                .map(FigureInfo::recovered)
                .flatMap(name -> report.arms().stream()
                        .filter(arm -> arm.role().isIntervention())
                        .flatMap(arm -> arm.recovered().getOrDefault(name, Map.of()).keySet().stream())
                        .findFirst()
                        .map(ablation -> new Recovered(name, ablation)));
    }

    /** A name and the ablation of the first share recovered of the main difference. */
    record Recovered(String name, String ablation) {
        String heading() {
            return name + "/" + ablation;
        }

        /** As the heading of a column, in two lines. */
        String column() {
            return name + "\n(of " + ablation + ")";
        }

        /** What an arm has of it; empty if it has none. */
        String of(ArmReport arm) {
            return Optional.ofNullable(
                            arm.recovered().getOrDefault(name, Map.of()).get(ablation))
                    .map(share -> PlainNumbers.number(share.value()))
                    .orElse("");
        }
    }
}
