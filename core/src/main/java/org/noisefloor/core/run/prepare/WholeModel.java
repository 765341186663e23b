package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.TokenizerFiles;
import org.noisefloor.core.plugins.HostContext;

/** A whole model in the original's place: another checkpoint, another precision, another engine. It replaces no activation. */
public final class WholeModel implements AutoCloseable {
    private final Plan.OtherModel plan;
    private final LanguageModel model;
    private final CutModel whole;
    private final List<String> notes;

    private WholeModel(Plan.OtherModel plan, LanguageModel model, CutModel whole, List<String> notes) {
        this.plan = plan;
        this.model = model;
        this.whole = whole;
        this.notes = notes;
    }

    /** @throws UserError if it cannot be opened, or its tokens are not those of the original */
    static WholeModel open(Plan.OtherModel plan, Setting setting) {
        LanguageModel model;
        try {
            model = open(plan.model(), setting.context().host().named(plan.name()));
        } catch (UserError refused) {
            throw refusal(plan, String.valueOf(refused.getMessage()));
        }
        try {
            List<String> notes = compare(plan, model.info(), setting.model());
            return new WholeModel(plan, model, model.cutAt(List.of(), setting.shape()), notes);
        } catch (RuntimeException failed) {
            model.close();
            throw failed;
        }
    }

    static LanguageModel open(Plan.Model model, HostContext context) {
        return open(model.backend().provider(), model, context);
    }

    private static <O extends Record> LanguageModel open(
            ModelBackend<O> backend, Plan.Model model, HostContext context) {
        return backend.open(model.path(), backend.options().cast(model.backend().options()), context);
    }

    /** Token ids must mean the same to both, or their logits cannot be laid side by side. */
    private static List<String> compare(Plan.OtherModel plan, ModelInfo other, ModelInfo original) {
        if (other.vocabulary() != original.vocabulary()) {
            throw refusal(
                    plan,
                    "this model has " + other.vocabulary() + " output entries, but the original has "
                            + original.vocabulary() + "; only models with the same vocabulary can be compared");
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

    /** Logits of a batch, which hold until the next call. */
    FloatBuffer logits(TokenBatch batch) {
        return whole.run(batch).logits();
    }

    Map<String, Object> provenance() {
        Map<String, Object> from = new TreeMap<>();
        from.put("backend", plan.model().backend().provider().id());
        plan.options().forEach((option, value) -> from.put(option, String.valueOf(value)));
        from.put("path", plan.model().path().toString());
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
