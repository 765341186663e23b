package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.config.Backends;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.TokenizerFiles;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.score.Logits;

/** A whole model in the original's place: another checkpoint, another precision, another engine. It replaces no activation. */
public final class WholeModel implements AutoCloseable {
    private final Plan.OtherModel plan;
    private final LanguageModel model;
    private final HostCut whole;
    private final Logits logits;
    private final Logits original;
    /** Room for its logits as those of the original stand; null where they stand so anyway. */
    private final @Nullable FloatBuffer relaid;

    private final List<String> notes;

    private WholeModel(Plan.OtherModel plan, LanguageModel model, Setting setting, List<String> notes) {
        this.plan = plan;
        this.model = model;
        this.whole = HostCut.of(model, List.of(), setting);
        this.logits = new Logits(setting.logits().vocabulary(), model.info().vocabulary());
        this.original = setting.logits();
        this.relaid = logits.equals(original)
                ? null
                : BatchActivations.direct(Math.multiplyExact(setting.shape().rows(), original.stride()));
        this.notes = notes;
    }

    /**
     * @param vocabulary entries of a logit vector that the config says are in use, if it does
     * @throws UserError if it cannot be opened, or its tokens are not those of the original
     */
    static WholeModel open(Plan.OtherModel plan, Setting setting, OptionalInt vocabulary) {
        LanguageModel model;
        try {
            model = open(plan.model(), setting.context().host().named(plan.name()));
        } catch (UserError refused) {
            throw refusal(plan, String.valueOf(refused.getMessage()));
        }
        try {
            fits(plan, model.info(), setting.shape().length());
            List<String> notes = compare(plan, model.info(), setting.model(), vocabulary);
            return new WholeModel(plan, model, setting, notes);
        } catch (RuntimeException failed) {
            model.close();
            throw failed;
        }
    }

    static LanguageModel open(Plan.Model model, HostContext context) {
        return Backends.open(model.backend(), model.path(), context);
    }

    private static void fits(Plan.OtherModel plan, ModelInfo model, int length) {
        if (model.length().orElse(length) != length) {
            throw refusal(
                    plan,
                    "this model was exported for sequences of exactly "
                            + model.length().getAsInt() + " tokens, but corpus.length is " + length
                            + "; export it with dynamic axes, or set corpus.length to that if the original takes it");
        }
        if (model.context().orElse(length) < length) {
            throw refusal(
                    plan,
                    "this model's context is " + model.context().getAsInt() + " tokens, but corpus.length is " + length
                            + "; set corpus.length to at most that many");
        }
    }

    /** Token ids must mean the same to both, or their logits cannot be laid side by side. */
    private static List<String> compare(
            Plan.OtherModel plan, ModelInfo other, ModelInfo original, OptionalInt vocabulary) {
        int both = Math.min(other.vocabulary(), original.vocabulary());
        if (other.vocabulary() != original.vocabulary() && vocabulary.orElse(Integer.MAX_VALUE) > both) {
            throw refusal(
                    plan,
                    "this model has " + other.vocabulary() + " output entries, but the original has "
                            + original.vocabulary() + "; if that is padding only, positions.vocab: " + both
                            + " compares the first " + both + " of both");
        }
        if (other.tokenizer().isEmpty() || original.tokenizer().isEmpty()) {
            return List.of("that its token ids mean the same as the original's could not be checked, since "
                    + (other.tokenizer().isEmpty() ? "it" : "the original") + " has no tokenizer.json");
        }
        Path theirs = other.tokenizer().get();
        Path ours = original.tokenizer().get();
        TokenizerFiles.difference(theirs, ours).ifPresent(token -> {
            throw refusal(
                    plan,
                    "its tokenizer.json gives " + token + ", unlike that of the original (" + ours
                            + "); only models with the same tokenizer can be compared");
        });
        return List.of();
    }

    private static UserError refusal(Plan.OtherModel plan, String sentence) {
        return new UserError(plan.place() + ": " + plan.name() + ": " + sentence);
    }

    /**
     * Finds out whether its sequences have to run by themselves.
     *
     * @param first the first batch of the run
     * @param batches of the run, from the first
     * @return why, and what batches would have changed; empty if batches change nothing
     */
    public Optional<String> decide(SequenceBatch first, Iterator<SequenceBatch> batches) {
        return whole.decide(first, SequenceAlone.of(whole, first, logits), batches, logits);
    }

    /** Whether a batch can run in one pass. */
    public boolean takesBatches() {
        return whole.takesBatches();
    }

    /** Logits of a batch as the original's stand, which hold until the next call. */
    public FloatBuffer logits(TokenBatch batch) {
        return laid(whole.run(batch).logits());
    }

    /** The same with the batch in one pass, whatever was decided. */
    public FloatBuffer together(TokenBatch batch) {
        return laid(whole.runTogether(batch).logits());
    }

    /** The entries in use, a row behind the other as in the original's logits. */
    private FloatBuffer laid(FloatBuffer own) {
        if (relaid == null) {
            return own;
        }
        for (int row = 0; row < whole.shape().rows(); row++) {
            relaid.put(row * original.stride(), own, row * logits.stride(), original.vocabulary());
        }
        return relaid;
    }

    Map<String, Object> provenance() {
        Map<String, Object> from = new TreeMap<>();
        from.put("backend", plan.model().backend().provider().id());
        plan.options().forEach((option, value) -> from.put(option, String.valueOf(value)));
        from.put("path", plan.model().path().toString());
        if (whole.isAlone()) {
            from.put("passes", whole.passes());
        }
        from.putAll(model.info().engine());
        model.info().digests().forEach((file, digest) -> from.put("sha256 of " + file, digest));
        return from;
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        whole.close();
        model.close();
    }
}
