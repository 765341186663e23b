package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.SiteReport;

/**
 * One intervention at one site, with what it is compared with.
 *
 * @param site the site's name
 * @param place the same without what all sites have in common
 * @param label what tells it from the page's other cases
 * @param floors the noise floors, in the report's order
 * @param others all other baselines that are matched to it, or to none
 */
record Case(
        String site,
        String place,
        String label,
        ArmReport intervention,
        List<ArmReport> floors,
        List<ArmReport> others) {

    /** Every intervention at every site, in their order. */
    static List<Case> all(List<SiteReport> sites) {
        String common = commonEnd(sites.stream()
                .filter(site -> site.together() == null)
                .map(SiteReport::name)
                .toList());
        long names = sites.stream()
                .flatMap(site -> site.interventions().stream())
                .map(ArmReport::name)
                .distinct()
                .count();
        List<Case> cases = new ArrayList<>();
        for (SiteReport site : sites) {
            String place = site.together() == null
                    ? site.name().substring(0, site.name().length() - common.length())
                    : "all sites together";
            for (ArmReport intervention : site.interventions()) {
                String name = intervention.name();
                String label = names < 2 ? place : sites.size() < 2 ? name : place + " · " + name;
                cases.add(of(site, place, label, intervention));
            }
        }
        return List.copyOf(cases);
    }

    private static Case of(SiteReport site, String place, String label, ArmReport intervention) {
        List<ArmReport> floors = intervention.floors().keySet().stream()
                .flatMap(floor -> site.floor(floor, intervention.name()).stream())
                .toList();
        List<ArmReport> others = site.arms().stream()
                .filter(arm -> arm.role() == ArmReport.Role.BASELINE && !floors.contains(arm))
                .filter(arm -> arm.matchedTo() == null || arm.matchedTo().equals(intervention.name()))
                .toList();
        return new Case(site.name(), place, label, intervention, floors, others);
    }

    /** What several sites' names have in common at their end, in whole parts: {@code .hook_resid_post}. */
    private static String commonEnd(List<String> names) {
        if (names.size() < 2) {
            return "";
        }
        String first = names.get(0);
        for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
            String end = first.substring(dot);
            if (names.stream().allMatch(name -> name.endsWith(end) && name.length() > end.length())) {
                return end;
            }
        }
        return "";
    }

    /** The intervention and its floors. */
    List<ArmReport> compared() {
        return Stream.concat(Stream.of(intervention), floors.stream()).toList();
    }

    List<ArmReport> all() {
        return Stream.concat(compared().stream(), others.stream()).toList();
    }
}
