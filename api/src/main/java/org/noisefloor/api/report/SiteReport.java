package org.noisefloor.api.report;

import java.util.List;
import java.util.Optional;

/**
 * What was done at one site.
 *
 * @param name in TransformerLens' words where there is one
 * @param tensor the backend's own name
 * @param width of the activation
 * @param arms in the order of the run: interventions, each followed by what is matched to it, then the others
 */
public record SiteReport(String name, String tensor, int width, List<ArmReport> arms) {

    /** The arm with a name that is matched to nothing; empty if there is none. */
    public Optional<ArmReport> arm(String wanted) {
        return arms.stream()
                .filter(each -> each.name().equals(wanted) && each.matchedTo() == null)
                .findFirst();
    }

    /** A baseline that is matched to an intervention, or to nothing; empty if there is none. */
    public Optional<ArmReport> floor(String wanted, String intervention) {
        return arms.stream()
                .filter(each -> each.name().equals(wanted)
                        && !each.role().isIntervention()
                        && (each.matchedTo() == null || each.matchedTo().equals(intervention)))
                .findFirst();
    }

    /** What the run asks about here. */
    public List<ArmReport> interventions() {
        return arms.stream().filter(each -> each.role().isIntervention()).toList();
    }
}
