package org.noisefloor.core.run;

import java.util.List;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Warnings;

/** What interventions notice of themselves on the first batch, for the description of the run. */
final class FirstLook {
    private final List<OpenedArm> arms;
    private final List<List<String>> known;

    private FirstLook(List<OpenedArm> arms) {
        this.arms = arms.stream().filter(arm -> arm.arm().asks()).toList();
        this.known = this.arms.stream().map(arm -> arm.change().notes()).toList();
    }

    /** Before the batch. */
    static FirstLook before(List<OpenedArm> arms) {
        return new FirstLook(arms);
    }

    /** After it: what they did not say before. */
    void after(Warnings warnings) {
        for (int a = 0; a < arms.size(); a++) {
            OpenedArm arm = arms.get(a);
            List<String> before = known.get(a);
            arm.change().notes().stream()
                    .filter(note -> !before.contains(note))
                    .forEach(note -> warnings.add(arm.arm().label() + ": " + note));
        }
    }
}
