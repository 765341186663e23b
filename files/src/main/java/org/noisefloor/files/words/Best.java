package org.noisefloor.files.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.api.report.VerdictWords;

/** Which of several interventions at a site costs least, by the paired intervals of their differences; or that none can be told apart. */
final class Best {
    private Best() {}

    /** A sentence for each outcome, with the sites of which it holds; none where no site has two interventions. */
    static List<String> of(RunReport report, String measure) {
        Map<String, List<String>> sites = new LinkedHashMap<>();
        for (SiteReport site : report.sites()) {
            List<ArmReport> arms = site.interventions().stream()
                    .filter(arm -> value(arm, report) < Double.POSITIVE_INFINITY)
                    .sorted(Comparator.comparingDouble(arm -> value(arm, report)))
                    .toList();
            if (arms.size() > 1) {
                String where = site.together() == null ? SiteWords.where(site.name()) : "in one pass at all sites";
                sites.computeIfAbsent(outcome(report, site, arms, measure), key -> new ArrayList<>())
                        .add(where);
            }
        }
        List<String> sentences = new ArrayList<>();
        sites.forEach((outcome, where) -> sentences.add(VerdictWords.and(where) + ", " + outcome));
        return sentences;
    }

    private static String outcome(RunReport report, SiteReport site, List<ArmReport> arms, String measure) {
        String least = arms.get(0).name();
        List<String> level = new ArrayList<>(List.of(least));
        for (ArmReport arm : arms.subList(1, arms.size())) {
            if (!isTold(report, site, least, arm.name())) {
                level.add(arm.name());
            }
        }
        if (level.size() == 1) {
            return least + " costs least " + measure + " of the " + Counts.word(arms.size());
        }
        return level.size() == arms.size()
                ? VerdictWords.and(level) + " cannot be told apart by " + measure
                : VerdictWords.and(level) + " cost least " + measure + " of the " + Counts.word(arms.size())
                        + " and cannot be told apart";
    }

    private static double value(ArmReport arm, RunReport report) {
        String main = report.mainDivergence();
        double value = main == null
                ? Double.NaN
                : arm.estimate(main).map(estimate -> estimate.value()).orElse(Double.NaN);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static boolean isTold(RunReport report, SiteReport site, String one, String other) {
        return report.pairs().stream()
                .filter(pair -> pair.site().equals(site.name()) && pair.figure().equals(report.mainDivergence()))
                .filter(pair -> (pair.one().equals(one) && pair.other().equals(other))
                        || (pair.one().equals(other) && pair.other().equals(one)))
                .anyMatch(pair -> pair.difference().excludesZero());
    }
}
