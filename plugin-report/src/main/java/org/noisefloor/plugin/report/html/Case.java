package org.noisefloor.plugin.report.html;

import java.util.List;
import java.util.stream.Stream;

/**
 * One intervention at one site, with what it is compared with.
 *
 * @param site the site's name
 * @param place the same without what all sites have in common
 * @param label what tells it from the page's other cases
 * @param floors the noise floors, in the report's order
 * @param others all other baselines that are matched to it, or to none
 */
record Case(String site, String place, String label, Arm intervention, List<Arm> floors, List<Arm> others) {

    /** What tells the cases of a page apart. */
    enum Naming {
        BY_SITE,
        BY_INTERVENTION,
        BY_BOTH
    }

    static Case of(String site, String place, Naming naming, Arm intervention, List<Arm> arms) {
        List<Arm> comparable = arms.stream()
                .filter(arm -> arm.node().path("role").asText().equals("baseline"))
                .filter(arm -> arm.matchedTo().isEmpty() || arm.matchedTo().equals(intervention.name()))
                .toList();
        List<Arm> floors = intervention.floors().stream()
                .flatMap(floor -> comparable.stream()
                        .filter(arm -> arm.name().equals(floor))
                        .limit(1))
                .toList();
        List<Arm> others =
                comparable.stream().filter(arm -> !floors.contains(arm)).toList();
        String label = switch (naming) {
            case BY_SITE -> place;
            case BY_INTERVENTION -> intervention.name();
            case BY_BOTH -> place + " · " + intervention.name();
        };
        return new Case(site, place, label, intervention, floors, others);
    }

    /** The intervention and its floors. */
    List<Arm> compared() {
        return Stream.concat(Stream.of(intervention), floors.stream()).toList();
    }

    List<Arm> all() {
        return Stream.concat(compared().stream(), others.stream()).toList();
    }
}
