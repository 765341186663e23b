package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.files.ComputeDevice;
import org.noisefloor.files.Hashing;
import org.noisefloor.files.ModelConfig;

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
    static ScriptModel open(ModelFiles files, DjlOptions options, Context context) {
        Path path = files.weights();
        if (options.dtype() != DjlOptions.Dtype.FLOAT32) {
            throw new UserError(
                    path + ": dtype is for Hugging Face folders; a TorchScript module is computed in the types"
                            + " with which it was saved");
        }
        ModelConfig config = files.config();
        ComputeDevice.Placed device = Torch.place(new ComputeDevice(options.device()), context);
        PtNDManager manager = Torch.manager(context);
        try {
            ScriptModule module = ScriptModule.load(path, manager, device);
            Hashing digests = ModelFiles.digests(List.of(path), config);
            digests.begin();
            ModelInfo info = files.info(
                    config, module.vocabulary(manager), config.context(), digests, Torch.inWords(device), List.of());
            return new ScriptModel(path, module, manager, info);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
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
                module.run(Batches.ids(batch, shape, info.vocabulary(), module.kernels(), own), logits.array());
            }
            Trace trace = new Trace() {
                @Override
                public TokenBatch batch() {
                    return batch;
                }

                @Override
                public FloatBuffer logits() {
                    checkNewest(this);
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
        public FloatBuffer resume(Trace trace, Splice splice) {
            checkNewest(trace);
            throw new IllegalArgumentException("the model is cut nowhere, so not at " + splice.sites());
        }

        private void checkOpen() {
            if (ended) {
                throw new IllegalStateException("the cut model is closed");
            }
        }

        private void checkNewest(Trace trace) {
            checkOpen();
            if (trace != newest) {
                throw new IllegalStateException("the trace is not the newest of this model");
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
