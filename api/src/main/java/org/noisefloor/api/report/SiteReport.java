package org.noisefloor.api.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done at one site, or at several in one pass.
 *
 * @param name in TransformerLens' words where there is one
 * @param tensor the backend's own name; of several sites the names joined by {@code  + }
 * @param width of the activation; of several sites the sum
 * @param arms in the order of the run: interventions, each followed by what is matched to it, then the others
 * @param together the sites that are spliced in one pass, each seeing what the earlier ones left; null for one site alone
 */
public record SiteReport(
        String name,
        String tensor,
        int width,
        List<ArmReport> arms,
        @Nullable List<String> together) {

    /** One site alone. */
    public SiteReport(String name, String tensor, int width, List<ArmReport> arms) {
        this(name, tensor, width, arms, null);
    }

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
