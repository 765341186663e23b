package org.noisefloor.plugin.sae.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code sae.safetensors} and {@code cfg.json} of Eleuther's sparsify (and sae before it): encoder.weight [d_sae, d_in], W_dec [d_sae,
 * d_out], W_skip [d_out, d_in]. A TopK, or a group max; its ReLU comes first, so fewer than k may be active. The folder is named after the
 * module.
 *
 * <p>sparsify subtracts b_dec from the input unless it transcodes; SAELens 6.54.12 subtracts it unless {@code normalize_decoder} is set.
 */
final class SparsifyLayout implements Layout {
    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae.safetensors";

    @Override
    public String name() {
        return "sparsify";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(CONFIG, WEIGHTS);
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path cfg = source.file(CONFIG);
        Path weights = source.file(WEIGHTS);
        Keys keys = new Keys(cfg, Json.read(cfg));
        boolean transcode = keys.flag("transcode", false);
        try (TensorFile file = TensorFile.open(weights)) {
            Tensors tensors = new Tensors(file).with("encoder.weight", "encoder.bias", "W_dec", "b_dec");
            int dIn = keys.size("d_in");
            int dSae = tensors.rows("encoder.weight");
            int dOut = tensors.columns("W_dec");
            checkWidth(keys, dIn, dSae);
            int k = Ks.checked(cfg, keys.size("k"), dSae);
            float[] bias = tensors.vector("b_dec", dOut);
            boolean authors = !transcode;
            boolean saelens = !keys.flag("normalize_decoder", false) && !transcode;
            boolean subtracts = hints.asAuthors() ? authors : saelens;
            boolean skip = tensors.has("W_skip");
            if (keys.flag("skip_connection", skip) && !skip) {
                throw keys.refused("skip_connection", "is true, and " + weights + " has no W_skip");
            }
            Map<String, Object> settings = new HashMap<>();
            settings.put("k", k);
            settings.put("apply_b_dec_to_input", subtracts);
            return new Published(
                    name(),
                    keys.text("activation").orElse("topk") + (transcode ? "_transcoder" : ""),
                    List.of(cfg, weights),
                    tensors.dtype("encoder.weight"),
                    belongs(source, transcode),
                    settings,
                    authors != saelens && !isZero(bias) ? List.of(differ(subtracts)) : List.of(),
                    new Dictionary(
                            Normalization.NONE,
                            subtracts ? bias : new float[dIn],
                            tensors.vector("encoder.bias", dSae),
                            tensors.transposed("encoder.weight", dIn, dSae),
                            tensors.matrix("W_dec", dSae, dOut),
                            bias,
                            tensors.transposedOrNone("W_skip", dIn, dOut),
                            selection(keys, k, dSae),
                            Dictionary.Norms.UNUSED));
        }
    }

    private static void checkWidth(Keys keys, int dIn, int dSae) {
        JsonNode latents = keys.at("num_latents");
        boolean stated = !Keys.absent(latents) && !(latents.isIntegralNumber() && latents.asLong() == 0);
        long expected = stated ? keys.size("num_latents") : (long) dIn * keys.size("expansion_factor");
        if (expected != dSae) {
            throw keys.refused(
                    stated ? "num_latents" : "expansion_factor",
                    "says " + expected + " features, and " + WEIGHTS + " has " + dSae);
        }
    }

    private static Selection selection(Keys keys, int k, int dSae) {
        String activation = keys.text("activation").orElse("topk");
        if (activation.equals("groupmax")) {
            if (dSae % k != 0) {
                throw keys.refused("k", "is " + k + ", which does not divide " + dSae + " features into groups");
            }
            return new Selection.GroupMax(k);
        }
        if (!activation.equals("topk")) {
            throw UserError.unknown(keys.file().toString(), "activation", activation, List.of("topk", "groupmax"));
        }
        if (keys.flag("signed", false)) {
            throw keys.refused("signed", "is true, and only features above 0 are kept here");
        }
        return new Selection.TopK(k, false);
    }

    private static boolean isZero(float[] bias) {
        for (float value : bias) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static String differ(boolean subtracts) {
        return "sparsify and SAELens' reader of its files differ in whether b_dec is subtracted from the input; here it is "
                + (subtracts
                        ? "subtracted, as sparsify does (reading: authors)"
                        : "not, as SAELens does (reading: authors" + " follows sparsify)");
    }

    private static Belongs belongs(Source source, boolean transcode) {
        Optional<String> module = Hooks.ofModule(source.ownName());
        Optional<String> model = model(source);
        if (!transcode) {
            return Belongs.at(module, model);
        }
        // from what the module reads to what it gives
        Optional<String> reads = module.flatMap(Hooks::inputOf);
        return Belongs.at(reads, model).writing(reads.flatMap(read -> module).orElse(""));
    }

    /** The config of the training lies beside the folders of its SAEs. */
    private static Optional<String> model(Source source) {
        Path parent = source.path().toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isRegularFile(parent.resolve("config.json"))) {
            return Optional.empty();
        }
        Path config = parent.resolve("config.json");
        return new Keys(config, Json.read(config)).text("model");
    }
}
