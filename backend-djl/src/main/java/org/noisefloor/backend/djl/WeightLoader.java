package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.backend.djl.DjlOptions.Dtype;
import org.noisefloor.files.tensor.TensorEntry;

/**
 * Builds a {@link Transformer} from a checkpoint, every tensor at the place that the family gives it. All that headers can tell is checked;
 * the tensors are read when the transformer first runs.
 */
final class WeightLoader {
    private final Architecture model;
    private final Family.Modules names;
    private final Checkpoint checkpoint;
    private final Kernels kernels;
    private final Dtype type;

    private WeightLoader(Architecture model, Checkpoint checkpoint, Kernels kernels, Dtype type) {
        this.model = model;
        this.names = model.family().modules();
        this.checkpoint = checkpoint;
        this.kernels = kernels;
        this.type = type;
    }

    /**
     * @param checkpoint must be open until the transformer has run
     * @param kernels own the weights
     * @throws UserError if a tensor is missing, has another shape, or has no place
     */
    static Transformer load(Architecture model, Checkpoint checkpoint, Kernels kernels, Dtype type) {
        WeightLoader loader = new WeightLoader(model, checkpoint, kernels, type);
        Transformer transformer = loader.transformer();
        checkpoint.checkAllUsed(model.family().buffers());
        return transformer;
    }

    private Transformer transformer() {
        Weight embedding = tensor(names.embedding() + ".weight", model.vocabulary(), model.embeddingWidth());
        Weight positions = names.positions() == null
                ? null
                : tensor(
                        names.positions() + ".weight",
                        (long) model.context() + model.family().positionOffset(),
                        model.width());
        boolean projected = model.embeddingWidth() != model.width();
        List<Block> blocks = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            blocks.add(block(layer, names.block(layer)));
        }
        return new Transformer(
                kernels,
                model,
                embedding,
                model.family().scaledEmbedding() ? new Weight(() -> rounded(Math.sqrt(model.width()))) : null,
                norm(names.embeddingNorm()),
                projected ? linear(there(names.projectIn()), model.embeddingWidth(), model.width(), false) : null,
                positions,
                blocks,
                there(norm(names.finalNorm())),
                projected ? linear(there(names.projectOut()), model.width(), model.embeddingWidth(), false) : null,
                new Linear(
                        kernels,
                        head(embedding),
                        model.headBias() ? tensor(names.head() + ".bias", model.vocabulary()) : null),
                type);
    }

    private Block block(int layer, String block) {
        boolean experts = model.hasExperts(layer);
        return new Block(
                layer,
                model.family().parallel(),
                normIn(block, names.attentionNorm()),
                attention(layer, block + "." + names.attention() + "."),
                normIn(block, names.attentionPostNorm()),
                normIn(block, names.mlpNorm()),
                experts ? null : mlp(names.inMlp(block, ""), model.hidden()),
                experts ? mixture(names.inMlp(block, "")) : null,
                normIn(block, names.mlpPostNorm()),
                model.scales().residual());
    }

    private Attention attention(int layer, String prefix) {
        int mixed = model.heads() * model.headDim();
        return new Attention(
                kernels,
                model,
                layer,
                projection(prefix),
                headNorm(prefix, names.queryNorm(), model.heads()),
                headNorm(prefix, names.keyNorm(), model.keyValueHeads()),
                names.sinks() == null ? null : tensor(prefix + names.sinks(), model.heads()),
                linear(prefix + names.output(), mixed, model.width(), model.outputBias()));
    }

    private @Nullable Normal headNorm(String prefix, @Nullable String name, int heads) {
        if (name == null) {
            return null;
        }
        long dim = model.headDim();
        return switch (model.family().headNorm()) {
            case SHARED -> norm(prefix + name, dim);
            case TOGETHER -> norm(prefix + name, heads * dim);
            case EACH -> normal(each(prefix + name, heads, dim), null);
        };
    }

    /** The weights of a norm for each head [H, 1, d], in one tensor or in one for each. */
    private Weight each(String name, int heads, long dim) {
        Weight weights;
        if (checkpoint.has(name + ".weight")) {
            weights = tensor(name + ".weight", Dtype.FLOAT32, heads, dim);
        } else {
            Weight[] all = new Weight[heads];
            for (int head = 0; head < heads; head++) {
                all[head] = tensor(name + ".norms." + head + ".weight", Dtype.FLOAT32, dim);
            }
            weights = Weight.stacked(all);
        }
        return weights.changed(array -> JniUtils.reshape(array, new long[] {heads, 1, dim}));
    }

    private Mlp mlp(String prefix, int hidden) {
        int width = model.width();
        boolean bias = model.mlpBias();
        Linear down = linear(prefix + names.down(), hidden, width, bias);
        if (names.gateUp() != null) {
            Linear both = linear(prefix + names.gateUp(), width, 2L * hidden, bias);
            return new Mlp(
                    kernels,
                    model.activation(),
                    rows(both, 0, hidden),
                    rows(both, hidden, hidden),
                    down,
                    Optional.empty());
        }
        Linear gate = names.gate() == null ? null : linear(prefix + names.gate(), width, hidden, bias);
        return new Mlp(
                kernels,
                model.activation(),
                gate,
                linear(prefix + names.up(), width, hidden, bias),
                down,
                Optional.empty());
    }

    private Linear rows(Linear all, long first, long count) {
        return all.view(array -> JniUtils.slice(array, 0, first, first + count, 1));
    }

    private Mixture mixture(String prefix) {
        Experts experts = model.experts().orElseThrow();
        Family.Router stored = there(model.family().experts());
        int count = experts.count();
        Linear router = linear(prefix + stored.router(), model.width(), count, stored.biased());
        String all = prefix + "experts.";
        List<Mlp> made = new ArrayList<>();
        if (!checkpoint.has(all + "gate_up_proj")) {
            for (int e = 0; e < count; e++) {
                made.add(mlp(all + e + ".", experts.hidden()));
            }
            return new Mixture(kernels, experts, router, made);
        }
        long width = model.width();
        long hidden = experts.hidden();
        boolean turned = stored.inputsFirst();
        Weight first = turned
                ? tensor(all + "gate_up_proj", count, width, 2 * hidden)
                : tensor(all + "gate_up_proj", count, 2 * hidden, width);
        Weight last = turned
                ? tensor(all + "down_proj", count, hidden, width)
                : tensor(all + "down_proj", count, width, hidden);
        Weight firstBias = stored.biased() ? tensor(all + "gate_up_proj_bias", count, 2 * hidden) : null;
        Weight lastBias = stored.biased() ? tensor(all + "down_proj_bias", count, width) : null;
        for (int e = 0; e < count; e++) {
            Linear both = new Linear(kernels, matrix(first, e, turned), bias(firstBias, e));
            made.add(new Mlp(
                    kernels,
                    model.activation(),
                    turned ? every(both, 0, 2 * hidden) : rows(both, 0, hidden),
                    turned ? every(both, 1, 2 * hidden) : rows(both, hidden, hidden),
                    new Linear(kernels, matrix(last, e, turned), bias(lastBias, e)),
                    experts.clamp()));
        }
        return new Mixture(kernels, experts, router, made);
    }

    /** One of several matrices, [out, in]. */
    private static Weight matrix(Weight all, int which, boolean turned) {
        return turned
                ? all.view(array -> JniUtils.transpose(row(array, which), 0, 1))
                : all.view(array -> row(array, which));
    }

    private static @Nullable Weight bias(@Nullable Weight all, int which) {
        return all == null ? null : all.view(array -> row(array, which));
    }

    private static PtNDArray row(PtNDArray all, int which) {
        return JniUtils.squeeze(JniUtils.slice(all, 0, which, which + 1L, 1), 0);
    }

    /** Every second row from one on. */
    private static Linear every(Linear all, long first, long rows) {
        return all.view(array -> JniUtils.slice(array, 0, first, rows, 2));
    }

    /** Queries, keys and values as one matrix [(H + 2K) d, D], however they are stored. */
    private Linear projection(String prefix) {
        int queries = model.heads() * model.headDim();
        int keys = model.keyValueHeads() * model.headDim();
        if (model.family().projection() == Family.Projection.SEPARATE) {
            Linear q = linear(prefix + names.qkv().get(0), model.width(), queries, model.qkvBias());
            Linear k = linear(prefix + names.qkv().get(1), model.width(), keys, model.qkvBias());
            Linear v = linear(prefix + names.qkv().get(2), model.width(), keys, model.qkvBias());
            return new Linear(
                    kernels,
                    Weight.joined(q.weight(), k.weight(), v.weight()),
                    q.bias() == null || k.bias() == null || v.bias() == null
                            ? null
                            : Weight.joined(q.bias(), k.bias(), v.bias()));
        }
        Linear fused = linear(prefix + names.qkv().get(0), model.width(), queries + 2 * keys, model.qkvBias());
        if (model.family().projection() == Family.Projection.STACKED) {
            return fused;
        }
        Weight bias = fused.bias();
        return new Linear(
                kernels,
                fused.weight().changed(mixed -> unmixed(mixed, model.width())),
                bias == null ? null : bias.changed(mixed -> unmixed(mixed, 1)));
    }

    /** From (queries, key, value) group after group [K (H/K + 2) d, n] to [q; k; v] [(H + 2 K) d, n]; a bias without n. */
    private PtNDArray unmixed(PtNDArray mixed, long n) {
        long groups = model.keyValueHeads();
        long shared = model.heads() / groups;
        long dim = model.headDim();
        PtNDArray grouped = JniUtils.reshape(mixed, new long[] {groups, shared + 2, dim * n});
        PtNDArray[] parts = {
            JniUtils.slice(grouped, 1, 0, shared, 1),
            JniUtils.slice(grouped, 1, shared, shared + 1, 1),
            JniUtils.slice(grouped, 1, shared + 1, shared + 2, 1)
        };
        long rows = groups * (shared + 2) * dim;
        PtNDArray[] flat = new PtNDArray[parts.length];
        for (int i = 0; i < parts.length; i++) {
            long[] shape = n == 1 ? new long[] {-1} : new long[] {-1, n};
            flat[i] = JniUtils.reshape(parts[i], shape);
        }
        PtNDArray all = JniUtils.cat(flat, 0);
        return JniUtils.reshape(all, n == 1 ? new long[] {rows} : new long[] {rows, n});
    }

    private Linear linear(String name, long in, long out, boolean bias) {
        Weight weight = model.family().inputsFirst()
                ? tensor(name + ".weight", in, out).changed(array -> JniUtils.transpose(array, 0, 1))
                : tensor(name + ".weight", out, in);
        return new Linear(kernels, weight, bias ? tensor(name + ".bias", out) : null);
    }

    private @Nullable Normal normIn(String block, @Nullable String name) {
        return name == null ? null : norm(block + "." + name);
    }

    private @Nullable Normal norm(@Nullable String name) {
        return name == null ? null : norm(name, model.width());
    }

    private Normal norm(String name, long width) {
        Family.Norm kind = model.family().norm();
        Dtype factors = kind.factors(type);
        return switch (kind) {
            case LAYER -> normal(tensor(name + ".weight", width), tensor(name + ".bias", width));
            case LAYER_NO_BIAS, RMS, RMS_ROUNDED_LAST -> {
                boolean exact = model.family().exactNorms() && type == Dtype.FLOAT16;
                String weight = name + ".weight";
                yield normal(exact ? stored(weight, factors, width) : tensor(weight, factors, width), null);
            }
            case LAYER_PLAIN -> normal(null, null);
            case LAYER_ONE_PLUS -> normal(onePlus(name, factors, width), tensor(name + ".bias", width));
            case RMS_ONE_PLUS -> normal(onePlus(name, factors, width), null);
        };
    }

    private Weight onePlus(String name, Dtype as, long width) {
        return tensor(name + ".weight", as, width).changed(array -> array.add(1));
    }

    private Normal normal(@Nullable Weight weight, @Nullable Weight bias) {
        return new Normal(kernels, model.family().norm().isRms(), weight, bias, model.epsilon(), type);
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a family that does not say what its models have");
        }
        return value;
    }

    /** [V, D]. A tied head may be stored beside the embedding, and is then the same. */
    private Weight head(Weight embedding) {
        String name = names.head() + ".weight";
        if (!model.tied()) {
            return tensor(name, model.vocabulary(), model.embeddingWidth());
        }
        if (!checkpoint.has(name)) {
            return embedding;
        }
        Weight stored = tensor(name, model.vocabulary(), model.embeddingWidth());
        return stored.changed(array -> {
            if (!JniUtils.contentEqual(array, embedding.array())) {
                throw new UserError(checkpoint.weights() + ": " + name + " is not equal to " + names.embedding()
                        + ".weight, though tie_word_embeddings is true in config.json");
            }
            return embedding.array();
        });
    }

    private Weight tensor(String name, long... shape) {
        return stored(name, type, shape);
    }

    private Weight stored(String name, Dtype as, long... shape) {
        TensorEntry stored = checkpoint.claim(name, shape);
        return new Weight(() -> checkpoint.read(stored, kernels, as));
    }

    /** Rounded to the type of the model, and held in another. */
    private Weight tensor(String name, Dtype as, long... shape) {
        Weight rounded = tensor(name, shape);
        return as == type ? rounded : rounded.changed(array -> kernels.put(array, as.code()));
    }

    /** A number in the type of the model: transformers rounds this one too. */
    private PtNDArray rounded(double value) {
        try (PtNDArray number = (PtNDArray) kernels.manager().create((float) value)) {
            return kernels.put(number, type.code());
        }
    }
}
