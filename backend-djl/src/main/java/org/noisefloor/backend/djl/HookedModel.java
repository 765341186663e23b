package org.noisefloor.backend.djl;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.files.ComputeDevice;
import org.noisefloor.files.Hashing;
import org.noisefloor.files.ModelConfig;

/**
 * A Hugging Face folder, opened: what the headers of its files say is checked, and its weights are read by the first batch. It can be cut
 * anywhere at no further cost.
 */
final class HookedModel implements LanguageModel {
    private final Path path;
    private final Checkpoint checkpoint;
    private final Transformer transformer;
    private final ModelInfo info;
    private final SiteTable sites;
    private boolean closed;

    private HookedModel(Path path, Checkpoint checkpoint, Transformer transformer, ModelInfo info) {
        this.path = path;
        this.checkpoint = checkpoint;
        this.transformer = transformer;
        this.info = info;
        this.sites = new SiteTable(path.toString(), transformer.model());
    }

    /** @throws UserError if something in the folder is missing or wrong, or the model is of a family that is not known */
    static HookedModel open(ModelFiles files, DjlOptions options, Context context) {
        ModelConfig config = files.config();
        Path configFile = config.file()
                .orElseThrow(() -> new UserError(files.folder()
                        + ": there is no config.json beside the weights, and without it nobody knows what they are"));
        Architecture model = Architecture.read(configFile.toString(), config.json());
        Checkpoint checkpoint =
                new Checkpoint(files, model.family().base(), model.family().renamed());
        try {
            ComputeDevice.Placed device = Torch.place(new ComputeDevice(options.device()), context);
            Kernels kernels = new Kernels(() -> Torch.manager(context), device.name());
            Transformer transformer = WeightLoader.load(model, checkpoint, kernels, options.dtype());
            Hashing digests = ModelFiles.digests(checkpoint.files(), config);
            checkpoint.beforeReading(digests::begin);
            ModelInfo info = files.info(
                    config,
                    model.vocabulary(),
                    OptionalInt.of(model.context()),
                    digests,
                    Torch.inWords(device),
                    notes(model));
            return new HookedModel(files.folder(), checkpoint, transformer, info);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private static List<String> notes(Architecture model) {
        return model.unread().isEmpty()
                ? List.of()
                : List.of("config.json has keys that this backend does not know; it takes them to change nothing: "
                        + String.join(", ", model.unread()));
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Site> sites() {
        return sites.sites();
    }

    @Override
    public Site site(String name) {
        checkOpen();
        return sites.find(name);
    }

    @Override
    public CutModel cutAt(List<Site> at, BatchShape shape) {
        checkOpen();
        if (transformer.positions() != null
                && shape.length() > transformer.model().context()) {
            throw new UserError(path + ": the model has embeddings for "
                    + transformer.model().context() + " positions, and sequences of " + shape.length()
                    + " are asked for");
        }
        return new HookedCut(transformer, sites, at, shape);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            transformer.kernels().close();
            checkpoint.close();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }
}
