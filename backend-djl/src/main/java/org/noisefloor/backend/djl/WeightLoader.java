package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** Builds a {@link Transformer} from a checkpoint, every tensor at the place that the family gives it. */
final class WeightLoader {
    private final Architecture model;
    private final Family.Modules names;
    private final Checkpoint checkpoint;
    private final PtNDManager manager;
    private final Kernels kernels;
    private final Dtype type;

    private WeightLoader(Architecture model, Checkpoint checkpoint, PtNDManager manager, Dtype type) {
        this.model = model;
        this.names = model.family().modules();
        this.checkpoint = checkpoint;
        this.manager = manager;
        this.kernels = new Kernels(manager);
        this.type = type;
    }

    /**
     * @param manager owns the weights
     * @throws UserError if a tensor is missing, has another shape, or has no place
     */
    static Transformer load(Architecture model, Checkpoint checkpoint, PtNDManager manager, Dtype type) {
        WeightLoader loader = new WeightLoader(model, checkpoint, manager, type);
        Transformer transformer = loader.transformer();
        checkpoint.checkAllUsed(model.family().buffers());
        return transformer;
    }

    private Transformer transformer() {
        PtNDArray embedding = tensor(names.embedding() + ".weight", model.vocabulary(), model.width());
        PtNDArray positions = names.positions() == null
                ? null
                : tensor(names.positions() + ".weight", model.context(), model.width());
        List<Block> blocks = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            blocks.add(block(layer, names.block(layer) + "."));
        }
        return new Transformer(
                kernels,
                model,
                embedding,
                positions,
                model.family().scaledEmbedding() ? rounded(Math.sqrt(model.width())) : null,
                blocks,
                norm(names.finalNorm()),
                head(embedding),
                type);
    }

    private Block block(int layer, String prefix) {
        String attention = prefix + names.attention() + ".";
        String mlp = prefix + names.mlp() + ".";
        int width = model.width();
        int mixed = model.heads() * model.headDim();
        return new Block(
                layer,
                model.parallel(),
                norm(prefix + names.attentionNorm()),
                new Attention(
                        kernels,
                        model,
                        once(() -> projection(attention)),
                        linear(attention + names.output(), mixed, width, model.outputBias()),
                        model.windows().get(layer)),
                names.attentionPostNorm() == null ? null : norm(prefix + names.attentionPostNorm()),
                norm(prefix + names.mlpNorm()),
                new Mlp(
                        kernels,
                        model.activation(),
                        names.gate() == null
                                ? null
                                : linear(mlp + names.gate(), width, model.hidden(), model.mlpBias()),
                        linear(mlp + names.up(), width, model.hidden(), model.mlpBias()),
                        linear(mlp + names.down(), model.hidden(), width, model.mlpBias())),
                names.mlpPostNorm() == null ? null : norm(prefix + names.mlpPostNorm()));
    }

    /** Queries, keys and values as one matrix [(H + 2K) d, D], however they are stored. */
    private Linear projection(String prefix) {
        int queries = model.heads() * model.headDim();
        int keys = model.keyValueHeads() * model.headDim();
        if (model.family().projection() == Family.Projection.SEPARATE) {
            Linear q = linear(prefix + names.qkv().get(0), model.width(), queries, model.qkvBias());
            Linear k = linear(prefix + names.qkv().get(1), model.width(), keys, model.qkvBias());
            Linear v = linear(prefix + names.qkv().get(2), model.width(), keys, model.qkvBias());
            PtNDArray[] weights = {q.weight(), k.weight(), v.weight()};
            PtNDArray bias = q.bias() == null || k.bias() == null || v.bias() == null
                    ? null
                    : JniUtils.cat(new PtNDArray[] {q.bias(), k.bias(), v.bias()}, 0);
            return new Linear(JniUtils.cat(weights, 0), bias);
        }
        Linear fused = linear(prefix + names.qkv().get(0), model.width(), queries + 2 * keys, model.qkvBias());
        if (model.family().projection() == Family.Projection.STACKED) {
            return fused;
        }
        return new Linear(
                unmixed(fused.weight(), model.width()), fused.bias() == null ? null : unmixed(fused.bias(), 1));
    }

    /** From (q, k, v) head after head [H 3 d, n] to [q; k; v] [3 H d, n]; a bias is [H 3 d] to [3 H d]. */
    private PtNDArray unmixed(PtNDArray mixed, long n) {
        PtNDArray perHead = JniUtils.reshape(mixed, new long[] {model.heads(), 3, model.headDim(), n});
        PtNDArray stacked = JniUtils.permute(perHead, new long[] {1, 0, 2, 3});
        long rows = 3L * model.heads() * model.headDim();
        // the reshape of a permuted array is a copy
        return JniUtils.reshape(stacked, n == 1 ? new long[] {rows} : new long[] {rows, n});
    }

    /** Frees at once what was needed for a part only on the way to it. */
    private static Linear once(Supplier<Linear> part) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Linear made = part.get();
            NDScope.unregister(made.weight());
            if (made.bias() != null) {
                NDScope.unregister(made.bias());
            }
            return made;
        }
    }

    private Linear linear(String name, long in, long out, boolean bias) {
        PtNDArray weight = model.family().inputsFirst()
                ? JniUtils.transpose(tensor(name + ".weight", in, out), 0, 1) // a view: multiplied as fast
                : tensor(name + ".weight", out, in);
        return new Linear(weight, bias ? tensor(name + ".bias", out) : null);
    }

    private Normal norm(String name) {
        PtNDArray weight = switch (model.family().norm()) {
            case LAYER, RMS -> tensor(name + ".weight", model.width());
            // in float32 whatever the type of the model, as Gemma's own code does it
            case RMS_ONE_PLUS ->
                checkpoint
                        .load(name + ".weight", manager, kernels, Dtype.FLOAT32, model.width())
                        .add(1);
        };
        @Nullable
        PtNDArray bias = model.family().norm() == Family.Norm.LAYER ? tensor(name + ".bias", model.width()) : null;
        return new Normal(kernels, weight, bias, model.epsilon(), type);
    }

    /** [V, D]. A tied head may be stored beside the embedding, and is then the same. */
    private PtNDArray head(PtNDArray embedding) {
        String name = names.head() + ".weight";
        if (!model.tied()) {
            return tensor(name, model.vocabulary(), model.width());
        }
        if (checkpoint.has(name)) {
            try (PtNDArray stored = tensor(name, model.vocabulary(), model.width())) {
                if (!JniUtils.contentEqual(stored, embedding)) {
                    throw new UserError(checkpoint.weights() + ": " + name + " is not equal to " + names.embedding()
                            + ".weight, though tie_word_embeddings is true in config.json");
                }
            }
        }
        return embedding;
    }

    private PtNDArray tensor(String name, long... shape) {
        return checkpoint.load(name, manager, kernels, type, shape);
    }

    /** A number in the type of the model: transformers rounds this one too. */
    private PtNDArray rounded(double value) {
        try (PtNDArray number = (PtNDArray) manager.create((float) value)) {
            return kernels.call("to", number, type.code());
        }
    }
}
