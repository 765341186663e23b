package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.score.OriginalRun;

/** What an arm does: it puts something in the place of an activation, or of the model. */
public sealed interface Change extends AutoCloseable {

    /** Makes the change to the batch that was shown. */
    void make(BatchActivations acts);

    /** The logits of the batch after {@link #make}; they hold until the next arm's. */
    FloatBuffer logits(CutModel cut, OriginalRun original, BatchActivations acts);

    Needs needs();

    /** What it reports for each row. */
    List<Observed> observations();

    Map<String, Object> provenance();

    List<String> notes();

    @Override
    void close();

    /**
     * An intervention or a baseline.
     *
     * @param needs asked once
     * @param observations asked once; none of a baseline
     */
    record OfActivations(Intervention intervention, Needs needs, List<Observed> observations) implements Change {
        @Override
        public void make(BatchActivations acts) {
            intervention.replace(acts);
            acts.restoreOutsideMask();
        }

        @Override
        public FloatBuffer logits(CutModel cut, OriginalRun original, BatchActivations acts) {
            return cut.resume(original.trace(), acts.splice());
        }

        @Override
        public Map<String, Object> provenance() {
            return intervention.provenance();
        }

        @Override
        public List<String> notes() {
            return intervention.notes();
        }

        @Override
        public void close() {
            intervention.close();
        }
    }

    /** Another model, or the original once more. */
    record OfModel(WholeModel model) implements Change {
        @Override
        public void make(BatchActivations acts) {}

        @Override
        public FloatBuffer logits(CutModel cut, OriginalRun original, BatchActivations acts) {
            return model.logits(original.batch().tokens());
        }

        @Override
        public Needs needs() {
            return Needs.nothing();
        }

        @Override
        public List<Observed> observations() {
            return List.of();
        }

        @Override
        public Map<String, Object> provenance() {
            return model.provenance();
        }

        @Override
        public List<String> notes() {
            return model.notes();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
