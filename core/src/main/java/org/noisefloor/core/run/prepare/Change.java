package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.run.batch.BatchActivations;

/** What an arm does: it puts something in the place of an activation, of several, or of the model. */
public sealed interface Change extends AutoCloseable permits Change.OfActivations, Change.OfModel, Together {

    /**
     * The logits of the batch with the change made; they hold until the next arm's.
     *
     * @param acts which were shown the batch
     */
    FloatBuffer logits(CutModel cut, Drawn drawn, BatchActivations acts);

    /** Makes the change for what is matched to it, or calibrated after it: nobody looks at logits. */
    void make(CutModel cut, Drawn drawn, BatchActivations acts);

    /** How many calibrate, each on the texts that it {@linkplain #knows knows}. */
    int calibrations();

    /** Whether one of them is calibrated on a text. */
    boolean knows(int which, int text);

    /** Takes in a batch of the calibration sequences that one of them knows. */
    void calibrate(Drawn drawn, BatchActivations acts, int which);

    /** All calibration sequences were shown. */
    void calibrated();

    Needs needs();

    /** What it reports for each row. */
    List<Observed> observations();

    Map<String, Object> provenance();

    /** What calibration made of it, by name and group of texts. */
    Map<String, List<Double>> calibratedTo();

    List<String> notes();

    @Override
    void close();

    /**
     * An intervention or a baseline.
     *
     * @param needs asked once
     * @param observations asked once; none of a baseline
     * @param again makes the intervention once more, as it is before it is calibrated
     */
    record OfActivations(Dealt dealt, Needs needs, List<Observed> observations, Supplier<Intervention> again)
            implements Change {
        @Override
        public FloatBuffer logits(CutModel cut, Drawn drawn, BatchActivations acts) {
            make(cut, drawn, acts);
            return cut.resume(drawn.batch().original().trace(), acts.splice());
        }

        @Override
        public void make(CutModel cut, Drawn drawn, BatchActivations acts) {
            dealt.replace(drawn.draw(), acts);
            acts.restoreOutsideMask();
        }

        @Override
        public int calibrations() {
            return dealt.count();
        }

        @Override
        public boolean knows(int which, int text) {
            return dealt.knows(which, text);
        }

        @Override
        public void calibrate(Drawn drawn, BatchActivations acts, int which) {
            dealt.calibrate(which, acts);
        }

        @Override
        public void calibrated() {
            dealt.calibrated();
        }

        @Override
        public Map<String, Object> provenance() {
            return dealt.provenance();
        }

        @Override
        public Map<String, List<Double>> calibratedTo() {
            return dealt.calibratedTo();
        }

        @Override
        public List<String> notes() {
            return dealt.notes();
        }

        @Override
        public void close() {
            dealt.close();
        }
    }

    /** Another model, or the original once more. */
    record OfModel(WholeModel model) implements Change {
        @Override
        public FloatBuffer logits(CutModel cut, Drawn drawn, BatchActivations acts) {
            return model.logits(drawn.batch().original().batch().tokens());
        }

        @Override
        public void make(CutModel cut, Drawn drawn, BatchActivations acts) {}

        @Override
        public int calibrations() {
            return 0;
        }

        @Override
        public boolean knows(int which, int text) {
            return false;
        }

        @Override
        public void calibrate(Drawn drawn, BatchActivations acts, int which) {}

        @Override
        public void calibrated() {}

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
        public Map<String, List<Double>> calibratedTo() {
            return Map.of();
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
