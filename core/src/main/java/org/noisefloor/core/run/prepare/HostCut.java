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
 * padding; or a batch of short sequences at a shorter length. All have the same buffers, so nobody who reads them sees a difference.
 */
public final class HostCut implements CutModel {
    private final LanguageModel model;
    private final List<Site> sites;
    private final EngineClock clock;
    private final CutModel cut;
    private final ShorterCuts shorter;
    private @Nullable OneByOne slow;
    private boolean alone;
    private boolean probed;

    /** Of the newest batch, if it ran as batches of the run do. */
    private @Nullable Trace newest;

    private HostCut(LanguageModel model, List<Site> sites, BatchShape shape, Setting setting) {
        this.model = model;
        this.sites = sites;
        this.clock = setting.clock();
        this.cut = clock.inside(() -> model.cutAt(sites, shape));
        this.shorter = new ShorterCuts(model, sites, shape, setting);
        this.alone = !takesBatches();
    }

    /** Cuts a model; it runs whole batches, if it can, until {@link #decide} finds that it must not. */
    public static HostCut of(LanguageModel model, List<Site> sites, Setting setting) {
        return new HostCut(model, sites, setting.shape(), setting);
    }

    /** The whole model for one sequence of the run at a time, with the room that this takes. */
    public static HostCut ofOne(LanguageModel model, Setting setting) {
        return new HostCut(model, List.of(), BatchShape.of(1, setting.shape().length()), setting);
    }

    /** Whether the model can run a batch of this shape at all. */
    boolean takesBatches() {
        return model.info().sequences().orElse(Integer.MAX_VALUE) >= shape().sequences();
    }

    /**
     * Finds out whether each sequence has to run by itself, and does so from now on if that is so.
     *
     * @param first a batch, which is run
     * @param some sequences of it as they ran by themselves, in this cut of the model or another one
     * @param batches of the run, from the first; run only where those sequences leave a doubt
     * @return why, and what batches would have changed, in a sentence without a full stop; empty if batches change nothing
     */
    public Optional<String> decide(
            SequenceBatch first, List<SequenceAlone> some, Iterator<SequenceBatch> batches, Logits logits) {
        Optional<String> mixing = model.info().mixing();
        if (!takesBatches()) {
            int most = model.info().sequences().orElseThrow();
            return Optional.of(alone() + ", since "
                    + mixing.orElse(
                            "the model takes " + most + (most == 1 ? " sequence" : " sequences") + " in one pass"));
        }
        if (mixing.isEmpty() && agree(first, some, logits)) {
            return Optional.empty();
        }
        probed = true;
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

    /** Whether sequences are in their batch what they are by themselves; a batch that holds fewer than are to be seen cannot tell. */
    private boolean agree(SequenceBatch first, List<SequenceAlone> some, Logits logits) {
        if (shape().sequences() < BatchProbe.SEQUENCES) {
            return false;
        }
        FloatBuffer inBatch = run(first.tokens()).logits();
        return some.stream().allMatch(each -> each.distance(inBatch, logits) <= BatchProbe.LEAK);
    }

    /** Whether each sequence runs by itself. */
    public boolean isAlone() {
        return alone;
    }

    /** Whether more than rounding may lie between a part of a sequence by itself and the same in its batch. */
    public boolean isProbed() {
        return probed;
    }

    /** How it runs, for provenance. */
    public String passes() {
        return alone
                ? "one sequence at a time, " + padding()
                : "batches of " + shape().sequences() + " × " + shape().length() + shorter.passes();
    }

    @Override
    public BatchShape shape() {
        return cut.shape();
    }

    /** Runs a batch, unless it is the newest one, as the first batch is that is looked at before it is scored. */
    @Override
    public Trace run(TokenBatch batch) {
        Trace trace = newest;
        if (trace == null || !trace.batch().equals(batch)) {
            trace = alone ? runEachAlone(batch) : runShort(batch).orElseGet(() -> runTogether(batch));
            newest = trace;
        }
        return trace;
    }

    /** All sequences in one pass at a shorter length, if they are short enough. */
    private Optional<Trace> runShort(TokenBatch batch) {
        newest = null;
        return shorter.run(batch);
    }

    /** All sequences in one pass, padded to the run's length, whatever was decided. */
    Trace runTogether(TokenBatch batch) {
        newest = null;
        return clock.inside(() -> cut.run(batch));
    }

    /** Each sequence by itself, whatever was decided. */
    Trace runEachAlone(TokenBatch batch) {
        newest = null;
        return clock.inside(() -> cut.runAlone(batch).orElseGet(() -> slowly().run(batch)));
    }

    @Override
    public FloatBuffer resume(Trace trace, Splice splice) {
        if (trace instanceof ShorterCuts.Widened widened) {
            return shorter.resume(widened, splice);
        }
        Splice timed = clock.splice(splice);
        return clock.inside(() -> trace instanceof OneByOne.Collected collected
                ? slowly().resume(collected, timed)
                : cut.resume(trace, timed));
    }

    private OneByOne slowly() {
        if (slow == null) {
            slow = new OneByOne(model, sites, shape());
        }
        return slow;
    }

    @Override
    public void close() {
        shorter.close();
        if (slow != null) {
            slow.close();
        }
        cut.close();
    }
}
