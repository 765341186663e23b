package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.prepare.OpenedArm;

/** Whose doing it was that logits were not finite: the model's own, or what an arm put in an activation's place. */
final class NotFinite {
    /** By the arm's label, in the order in which they were found; whether what it wrote was not finite itself. */
    private final Map<String, Boolean> arms = new LinkedHashMap<>();

    /**
     * Notes an arm.
     *
     * @param rows at which its logits are NaN or +∞
     */
    void under(OpenedArm arm, BitSet rows) {
        if (!rows.isEmpty() && !arms.containsKey(arm.arm().label())) {
            arms.put(arm.arm().label(), !arm.arm().replacesModel() && !arm.arm().actsTogether() && wrote(arm.acts()));
        }
    }

    /** Whether anything that it wrote is not finite: a row may break another one of its sequence. */
    private static boolean wrote(BatchActivations acts) {
        FloatBuffer written = acts.replaced(0);
        for (int i = 0; i < acts.rows() * acts.changedSite().width(); i++) {
            if (!Float.isFinite(written.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** The subject of the sentence, and its reason if there is one. */
    String logits() {
        if (arms.isEmpty()) {
            return "the model's logits";
        }
        Map.Entry<String, Boolean> first = arms.entrySet().iterator().next();
        return "the logits under " + first.getKey()
                + (first.getValue() ? ", which puts NaN or ∞ in the activation's place," : "");
    }
}
