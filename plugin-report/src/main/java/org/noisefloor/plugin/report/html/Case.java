package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.files.words.Compared;

/**
 * One intervention at one site, with what it is compared with.
 *
 * @param site the site's name
 * @param where the same in words, as it stands in a sentence
 * @param label what tells it from the page's other cases
 * @param floors the noise floors, in the report's order
 * @param others all other baselines that are matched to it, or to none
 */
record Case(
        String site,
        String where,
        String label,
        ArmReport intervention,
        List<ArmReport> floors,
        List<ArmReport> others) {

    /** Every intervention at every site, in their order. */
    static List<Case> all(RunReport report) {
        List<Case> cases = new ArrayList<>();
        for (Compared each : Compared.all(report)) {
            cases.add(of(each.site(), each.where(), each.label(), each.arm()));
        }
        return List.copyOf(cases);
    }

    private static Case of(SiteReport site, String where, String label, ArmReport intervention) {
        List<ArmReport> floors = intervention.floors().keySet().stream()
                .flatMap(floor -> site.floor(floor, intervention.name()).stream())
                .toList();
        List<ArmReport> others = site.arms().stream()
                .filter(arm -> arm.role() == ArmReport.Role.BASELINE && !floors.contains(arm))
                .filter(arm -> arm.matchedTo() == null || arm.matchedTo().equals(intervention.name()))
                .toList();
        return new Case(site.name(), where, label, intervention, floors, others);
    }

    /** A floor by its name; empty if this intervention was not compared with it. */
    Optional<ArmReport> floor(String name) {
        return floors.stream().filter(floor -> floor.name().equals(name)).findFirst();
    }

    /** How it stands against a floor; empty if nothing can be judged by that figure. */
    Optional<Verdict> verdict(String floor, String figure) {
        return intervention.against(floor, figure).map(FloorContrast::verdict);
    }

    /** How many floors it is worse than, by a figure. */
    long worseThan(String figure) {
        return floors.stream()
                .flatMap(floor -> verdict(floor.name(), figure).stream())
                .filter(verdict -> verdict.word() == Word.WORSE)
                .count();
    }

    /** The intervention and its floors. */
    List<ArmReport> compared() {
        return Stream.concat(Stream.of(intervention), floors.stream()).toList();
    }

    List<ArmReport> all() {
        return Stream.concat(compared().stream(), others.stream()).toList();
    }
}
