package org.noisefloor.files.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;

/**
 * One intervention at one site, as a row of a table names it.
 *
 * @param place the site in words
 * @param label what tells it from the report's other rows: the place, the intervention's name, or both
 */
public record Compared(SiteReport site, ArmReport arm, String place, String label) {

    /** Every intervention at every site, in the order of the report. */
    public static List<Compared> all(RunReport report) {
        List<SiteReport> sites = report.sites().stream()
                .filter(site -> !site.interventions().isEmpty())
                .toList();
        long names = sites.stream()
                .flatMap(site -> site.interventions().stream())
                .map(ArmReport::name)
                .distinct()
                .count();
        List<Compared> all = new ArrayList<>();
        for (SiteReport site : sites) {
            String place = site.together() == null ? SiteWords.label(site.name()) : "all sites together";
            for (ArmReport arm : site.interventions()) {
                String label = names < 2 ? place : sites.size() < 2 ? arm.name() : place + " · " + arm.name();
                all.add(new Compared(site, arm, place, label));
            }
        }
        return List.copyOf(all);
    }

    /** The names of all floors of a report's interventions, in their order. */
    public static List<String> floors(List<Compared> all) {
        return all.stream()
                .flatMap(each -> each.arm().floors().keySet().stream())
                .distinct()
                .toList();
    }

    /** A floor of this name at each site, for each intervention. */
    public static List<ArmReport> everywhere(List<Compared> all, String floor) {
        return all.stream().flatMap(each -> each.floor(floor).stream()).toList();
    }

    /** What a floor of this name is, by the first that was made; empty if none was. */
    public static Optional<ArmReport> anywhere(List<Compared> all, String floor) {
        return everywhere(all, floor).stream().findFirst();
    }

    /** A floor as an arm of this site; empty if it was not made here. */
    public Optional<ArmReport> floor(String name) {
        return site.floor(name, arm.name());
    }

    /** How it stands against a floor by the report's main divergence; empty if they were not compared. */
    public Optional<FloorContrast> against(String floor, RunReport report) {
        return Optional.ofNullable(report.mainDivergence()).flatMap(figure -> arm.against(floor, figure));
    }

    /** Where it was made, as it stands in a sentence. */
    public String where() {
        return isTogether() ? "in one pass at all sites" : SiteWords.where(site.name());
    }

    /** Whether it is what was done at several sites of one pass. */
    public boolean isTogether() {
        return site.together() != null;
    }
}
