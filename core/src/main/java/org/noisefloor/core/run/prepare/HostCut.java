package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.score.Logits;

/**
 * A cut model as the host runs it: batch by batch or, where a batch would change what is computed, each sequence by itself and without
 * padding. Both have the same buffers, so nobody who reads them sees a difference.
 */
public final class HostCut implements CutModel {
    private final LanguageModel model;
    private final List<Site> sites;
    private final CutModel cut;
    private @Nullable OneByOne slow;
    private boolean alone;

    private HostCut(LanguageModel model, List<Site> sites, BatchShape shape) {
        this.model = model;
        this.sites = sites;
        this.cut = model.cutAt(sites, shape);
        this.alone = !takesBatches();
    }

    /** Cuts a model; it runs whole batches, if it can, until {@link #decide} finds that it must not. */
    public static HostCut of(LanguageModel model, List<Site> sites, BatchShape shape) {
        return new HostCut(model, sites, shape);
    }

    /** Whether the model can run a batch of this shape at all. */
    boolean takesBatches() {
        return model.info().sequences().orElse(Integer.MAX_VALUE) >= shape().sequences();
    }

    /**
     * Finds out whether each sequence has to run by itself, and does so from now on if that is so.
     *
     * @param batches of the run, from the first
     * @return why, and what batches would have changed, in a sentence without a full stop; empty if batches change nothing
     */
    public Optional<String> decide(Iterator<SequenceBatch> batches, Logits logits) {
        Optional<String> mixing = model.info().mixing();
        if (!takesBatches()) {
            int most = model.info().sequences().orElseThrow();
            return Optional.of(alone() + ", since "
                    + mixing.orElse(
                            "the model takes " + most + (most == 1 ? " sequence" : " sequences") + " in one pass"));
        }
        BatchProbe probe = BatchProbe.of(this, batches, logits);
        alone = probe.matters() || mixing.isPresent();
        return alone
                ? Optional.of(alone() + ", since "
                        + mixing.orElse("its logits change with padding and with the sequences beside it")
                        + "; " + probe.amount())
                : Optional.empty();
    }

    private String alone() {
        return "each sequence runs by itself, " + padding();
    }

    private String padding() {
        OptionalInt only = model.info().length();
        return only.isEmpty() ? "without padding" : "padded to the " + only.getAsInt() + " tokens that the model takes";
    }

    /** From now on each sequence runs by itself, as was found with another cut of the same model. */
    public void runAlone() {
        alone = true;
    }

    /** Whether each sequence runs by itself. */
    public boolean isAlone() {
        return alone;
    }

    /** How it runs, for provenance. */
    public String passes() {
        return alone
                ? "one sequence at a time, " + padding()
                : "batches of " + shape().sequences() + " × " + shape().length();
    }

    @Override
    public BatchShape shape() {
        return cut.shape();
    }

    @Override
    public Trace run(TokenBatch batch) {
        return alone ? runEachAlone(batch) : cut.run(batch);
    }

    /** All sequences in one pass, padded, whatever was decided. */
    Trace runTogether(TokenBatch batch) {
        return cut.run(batch);
    }

    /** Each sequence by itself, whatever was decided. */
    public Trace runEachAlone(TokenBatch batch) {
        return cut.runAlone(batch).orElseGet(() -> slowly().run(batch));
    }

    @Override
    public FloatBuffer resume(Trace trace, Splice splice) {
        return trace instanceof OneByOne.Collected collected
                ? slowly().resume(collected, splice)
                : cut.resume(trace, splice);
    }

    private OneByOne slowly() {
        if (slow == null) {
            slow = new OneByOne(model, sites, shape());
        }
        return slow;
    }

    @Override
    public void close() {
        if (slow != null) {
            slow.close();
        }
        cut.close();
    }
}
