package org.noisefloor.core.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Warnings;

/** What arms notice of themselves when they are calibrated and on the first batch, for the description of the run. */
final class FirstLook {
    private final List<OpenedArm> arms;
    private final List<List<String>> known;

    private FirstLook(List<OpenedArm> arms) {
        this.arms = arms;
        this.known = this.arms.stream().map(arm -> arm.change().notes()).toList();
    }

    /** Before calibration. */
    static FirstLook before(List<OpenedArm> arms) {
        return new FirstLook(arms);
    }

    /** After the first batch: what they did not say before. A floor says the same of itself whatever it is matched to. */
    void after(Warnings warnings) {
        Set<String> said = new HashSet<>();
        for (int a = 0; a < arms.size(); a++) {
            OpenedArm arm = arms.get(a);
            arm.change()
                    .provenance(); // asked for in earnest at the end, when it would be late to learn that it is no JSON
            List<String> before = known.get(a);
            arm.change().notes().stream()
                    .filter(note -> !before.contains(note))
                    .map(note -> arm.arm().name() + " at " + arm.arm().site() + ": " + note)
                    .filter(said::add)
                    .forEach(warnings::add);
        }
    }
}
