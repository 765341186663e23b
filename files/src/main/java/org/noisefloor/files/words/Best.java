package org.noisefloor.files.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.api.report.VerdictWords;

/**
 * Which of several interventions at a site costs least, by the report's verdicts on pairs; or that none can be told apart. Whole models, which
 * are at no site, are among themselves.
 */
final class Best {
    private final RunReport report;
    private final String measure;

    private Best(RunReport report, String measure) {
        this.report = report;
        this.measure = measure;
    }

    /** A sentence for each outcome, with the sites of which it holds; none where no site has two interventions. */
    static List<String> of(RunReport report, String measure) {
        Best best = new Best(report, measure);
        Collection<List<Compared>> sites = Compared.all(report).stream()
                .collect(Collectors.groupingBy(
                        each -> List.of(each.site().name(), isWhole(each)), LinkedHashMap::new, Collectors.toList()))
                .values();
        Map<String, List<String>> outcomes = new LinkedHashMap<>();
        for (List<Compared> site : sites) {
            List<Compared> arms = site.stream()
                    .filter(each -> best.value(each) < Double.POSITIVE_INFINITY)
                    .sorted(Comparator.comparingDouble(best::value))
                    .toList();
            if (arms.size() > 1) {
                outcomes.computeIfAbsent(best.outcome(arms), key -> new ArrayList<>())
                        .add(
                                isWhole(arms.get(0))
                                        ? "among whole models"
                                        : arms.get(0).where());
            }
        }
        List<String> sentences = new ArrayList<>();
        outcomes.forEach((outcome, where) ->
                sentences.add(VerdictWords.and(where.stream().distinct().toList()) + ", " + outcome));
        return sentences;
    }

    private static boolean isWhole(Compared each) {
        return each.arm().role() == ArmReport.Role.WHOLE_MODEL;
    }

    /** @param arms of one site, the least cost first */
    private String outcome(List<Compared> arms) {
        Compared least = arms.get(0);
        List<String> level = new ArrayList<>(List.of(least.arm().name()));
        boolean byArithmetic = true;
        for (Compared each : arms.subList(1, arms.size())) {
            Word word = word(least, each);
            if (word != Word.WORSE && word != Word.MILDER) {
                level.add(each.arm().name());
                byArithmetic &= word == Word.LEVEL;
            }
        }
        if (level.size() == 1) {
            return level.get(0) + " costs least " + measure + " of the " + Counts.word(arms.size());
        }
        String apart = byArithmetic
                ? " differ in " + measure + " by no more than arithmetic alone can do"
                : " cannot be told apart by " + measure;
        return VerdictWords.and(level)
                + (level.size() == arms.size()
                        ? apart
                        : " cost least of the " + Counts.word(arms.size()) + " and" + apart);
    }

    private double value(Compared of) {
        String main = report.mainDivergence();
        double value = main == null
                ? Double.NaN
                : of.arm().estimate(main).map(estimate -> estimate.value()).orElse(Double.NaN);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    /** What the report says of two interventions of a site, whichever of them it names first. */
    private Word word(Compared one, Compared other) {
        String here = one.arm().name();
        String there = other.arm().name();
        return report.pairs().stream()
                .filter(pair ->
                        pair.site().equals(one.site().name()) && pair.figure().equals(report.mainDivergence()))
                .filter(pair -> (pair.one().equals(here) && pair.other().equals(there))
                        || (pair.one().equals(there) && pair.other().equals(here)))
                .findFirst()
                .map(pair ->
                        pair.verdict() == null ? Word.UNKNOWN : pair.verdict().word())
                .orElse(Word.UNKNOWN);
    }
}
