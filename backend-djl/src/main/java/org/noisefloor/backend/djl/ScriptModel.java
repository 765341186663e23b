package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Environment;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.api.UserError;

/** A TorchScript module that turns token ids [B, T] into logits [B, T, V], as a whole: there are no sites in it. */
final class ScriptModel implements LanguageModel {
    private final Path path;
    private final ScriptModule module;
    private final PtNDManager manager;
    private final ModelInfo info;
    private boolean closed;

    private ScriptModel(Path path, ScriptModule module, PtNDManager manager, ModelInfo info) {
        this.path = path;
        this.module = module;
        this.manager = manager;
        this.info = info;
    }

    /** @throws UserError if the file is no TorchScript module, or not one from token ids to logits */
    static ScriptModel open(ModelFiles files, DjlOptions options, Environment environment) {
        Path path = files.weights();
        if (options.dtype() != DjlOptions.Dtype.FLOAT32) {
            throw new UserError(
                    path + ": dtype is for Hugging Face folders; a TorchScript module is computed in the types"
                            + " with which it was saved");
        }
        ModelConfig config = ModelConfig.read(files);
        PtNDManager manager = Torch.manager(environment);
        try {
            ScriptModule module = ScriptModule.load(path, manager);
            ModelInfo info = info(files, config, module.vocabulary(manager));
            return new ScriptModel(path, module, manager, info);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static ModelInfo info(ModelFiles files, ModelConfig config, int vocabulary) {
        Map<String, String> digests = new LinkedHashMap<>();
        Stream.concat(Stream.of(files.weights()), config.files().stream())
                .forEach(file -> digests.put(String.valueOf(file.getFileName()), Digests.sha256(file)));
        return new ModelInfo(
                config.architecture(),
                vocabulary,
                context(config.json()),
                config.beginning(),
                config.special(),
                files.companion("tokenizer.json"),
                digests,
                config.notes());
    }

    private static OptionalInt context(JsonNode config) {
        return Stream.of("n_positions", "max_position_embeddings")
                .map(config::path)
                .filter(value -> value.isIntegralNumber() && value.intValue() > 0)
                .mapToInt(JsonNode::intValue)
                .findFirst();
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Site> sites() {
        return List.of();
    }

    @Override
    public Site site(String name) {
        throw new UserError(
                path + ": there is no site '" + name + "', since a TorchScript module runs as a whole; give the"
                        + " Hugging Face folder of the model to intervene in it");
    }

    @Override
    public CutModel cutAt(List<Site> sites, BatchShape shape) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        if (!sites.isEmpty()) {
            throw new IllegalArgumentException(sites.get(0) + " is not a site of this model");
        }
        return new Whole(shape);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
        }
    }

    /** The module at one shape, in one piece. */
    private final class Whole implements CutModel {
        private final BatchShape shape;
        private final PtNDManager own = (PtNDManager) manager.newSubManager();
        private final Floats logits;
        private @Nullable Trace newest;
        private boolean ended;

        Whole(BatchShape shape) {
            this.shape = shape;
            this.logits = new Floats(own, "the logits", shape.sequences(), shape.length(), info.vocabulary());
        }

        @Override
        public BatchShape shape() {
            return shape;
        }

        @Override
        public Trace run(TokenBatch batch) {
            checkOpen();
            newest = null;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                PtNDArray ids = Batches.ids(batch, shape, info.vocabulary(), own);
                module.run(ids, logits.array());
            }
            Trace trace = new Trace() {
                @Override
                public TokenBatch batch() {
                    return batch;
                }

                @Override
                public FloatBuffer logits() {
                    checkOpen();
                    if (this != newest) {
                        throw new IllegalArgumentException("the trace is not the newest of this model");
                    }
                    return logits.view();
                }

                @Override
                public FloatBuffer activation(Site site) {
                    throw new IllegalArgumentException("the model is not cut at " + site);
                }
            };
            newest = trace;
            return trace;
        }

        @Override
        public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
            checkOpen();
            throw new IllegalArgumentException("the model is not cut at " + site);
        }

        private void checkOpen() {
            if (ended) {
                throw new IllegalStateException("the cut model is closed");
            }
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                newest = null;
                own.close();
            }
        }
    }
}
