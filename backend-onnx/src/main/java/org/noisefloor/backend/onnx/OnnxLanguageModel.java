package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.files.ComputeDevice;
import org.noisefloor.files.Hashing;
import org.noisefloor.files.ModelConfig;

/** An opened graph: read, checked and understood; its weights are loaded when it is cut. */
final class OnnxLanguageModel implements LanguageModel {
    private final ModelGraph model;
    private final ModelInfo info;
    private final SiteFinder finder;
    private final Hashing digests;
    private boolean closed;

    private OnnxLanguageModel(ModelGraph model, ModelInfo info, SiteFinder finder, Hashing digests) {
        this.model = model;
        this.info = info;
        this.finder = finder;
        this.digests = digests;
    }

    /** @throws UserError if there is no model at the path, or it is not understood */
    static OnnxLanguageModel open(Path path, OnnxOptions options, Context context) {
        return open(path, options, context, SessionSettings.SMALL);
    }

    /** @param small bytes of weights up to which memory is not spared */
    static OnnxLanguageModel open(Path path, OnnxOptions options, Context context, long small) {
        ModelFiles files = ModelFiles.locate(path, options.file());
        ModelConfig config = ModelConfig.read(files.folders());
        OnnxFile file = OnnxFile.read(files.onnx());
        OnnxGraph exported = new OnnxGraph(files.onnx(), file.model());
        OrtEnvironment ort = NativeLibrary.load(context.cache());
        ComputeDevice.Placed device = NativeLibrary.place(new ComputeDevice(options.device()), context.cache());
        SkipNorms norms = new SkipNorms(FirstPass.of(exported));
        OnnxGraph graph = norms.apart();
        TensorTypes types = TensorTypes.infer(files.onnx(), graph, ort);
        ModelInputs inputs = new ModelInputs(files.onnx(), graph, types, config);
        Optional<TensorProto> embedding = Embeddings.table(graph, inputs.ids());
        Logits logits = Logits.find(files.onnx(), graph, types, config, embedding);
        ResidualStream stream = new ResidualStream(graph, types, inputs.ids(), logits.tensor(), config.layers());
        int rows = embedding.map(table -> Math.toIntExact(table.getDims(0))).orElse(logits.width());
        int tokens = Math.min(rows, vocabulary(config, logits.width()).orElse(rows));
        Map<String, Inner> inner = InnerSites.of(graph, types, stream.blocks());
        Map<String, Insertion> insertions = new LinkedHashMap<>();
        inner.values().stream()
                .flatMap(site -> site.insertion().stream())
                .forEach(insertion -> insertions.put(insertion.tensor(), insertion));
        SessionSettings settings = SessionSettings.of(exported, device, small);
        ModelGraph model = new ModelGraph(
                file,
                exported,
                norms,
                graph,
                types,
                insertions,
                inputs,
                logits,
                rows,
                settings,
                ort,
                context.threads());

        List<String> notes = new ArrayList<>();
        ModelFiles.others(path, files.onnx()).ifPresent(notes::add);
        inputs.fixed().note().ifPresent(notes::add);
        notes.addAll(stream.notes());
        Set<String> found = new HashSet<>(stream.sites().keySet());
        found.addAll(inner.keySet());
        InnerSites.missing(found, stream.blocks().size()).ifPresent(notes::add);
        notes.addAll(config.notes(logits.width()));
        if (tokens < rows) {
            notes.add("config.json says vocab_size " + tokens + ", but the graph has embeddings for " + rows
                    + " tokens; the others are taken for padding, and a text that has one of them is refused");
        }
        SiteFinder finder = new SiteFinder(model, stream.blocks(), stream.sites(), inner, notes);
        boolean takesOneOnly = inputs.fixed().sequences().orElse(0) == 1;
        Hashing digests = digests(file, config);
        ModelInfo info = config.info(logits.width())
                .embeddings(OptionalInt.of(tokens))
                .context(positions(config, stream))
                .sequences(takesOneOnly ? OptionalInt.of(1) : OptionalInt.empty())
                .length(inputs.fixed().length())
                .mixing(Mixing.of(graph))
                .digests(digests)
                .engine(settings.inWords(ort.getVersion()))
                .notes(notes)
                .build();
        return new OnnxLanguageModel(model, info, finder, digests);
    }

    /**
     * How many tokens there are by the config; fewer than rows and outputs where these are padded.
     *
     * @throws UserError if there are more tokens than outputs
     */
    private static OptionalInt vocabulary(ModelConfig config, int outputs) {
        if (config.vocabulary().orElse(0) > outputs) {
            throw new UserError(config.file().map(Path::toString).orElse("genai_config.json") + ": vocab_size is "
                    + config.vocabulary().getAsInt() + ", but the graph's logits have " + outputs
                    + " entries; the two do not belong together, so put the config.json of this model beside it");
        }
        return config.vocabulary();
    }

    /** The config may be absent or promise more positions than the graph has. */
    private static OptionalInt positions(ModelConfig config, ResidualStream stream) {
        return IntStream.concat(config.context().stream(), stream.positions().stream())
                .min();
    }

    ModelGraph graph() {
        return model;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Site> sites() {
        return finder.sites();
    }

    @Override
    public List<SitePlace> everySite() {
        checkOpen();
        return finder.every();
    }

    @Override
    public Site site(String name) {
        checkOpen();
        return finder.find(name);
    }

    @Override
    public CutModel cutAt(List<Site> sites, BatchShape shape) {
        checkOpen();
        int length = model.inputs().fixed().length().orElse(shape.length());
        if (length != shape.length()) {
            throw new UserError(model.file().path() + ": the graph was exported for sequences of " + length
                    + " tokens only, not of " + shape.length() + "; export it with dynamic axes");
        }
        for (Site site : sites) {
            if (!model.canMake(site.tensor())) {
                throw new IllegalArgumentException(site + " is not a site of this model");
            }
        }
        digests.begin(); // beside what reads the weights
        return new CutOnnxModel(
                model, model.cutAt(sites.stream().map(Site::tensor).toList()), sites, shape);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private static Hashing digests(OnnxFile file, ModelConfig config) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(String.valueOf(file.path().getFileName()), file.path());
        files.putAll(file.dataFiles());
        config.files().forEach(each -> files.put(String.valueOf(each.getFileName()), each));
        return new Hashing(files);
    }
}
