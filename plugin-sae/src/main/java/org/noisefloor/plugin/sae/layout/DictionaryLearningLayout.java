package org.noisefloor.plugin.sae.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
 * {@code ae.pt} and {@code config.json} of the library dictionary_learning. What is computed is what its own {@code encode} and
 * {@code decode} do: top k by position for {@code AutoEncoderTopK} (which stores a threshold and does not use it), the stored threshold
 * for {@code BatchTopKSAE} and {@code MatryoshkaBatchTopKSAE}, and no bias subtracted from the input of {@code
 * JumpReluAutoEncoder} and {@code AutoEncoderNew}.
 */
final class DictionaryLearningLayout implements Layout {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "ae.pt";
    private static final List<String> CLASSES = List.of(
            "AutoEncoder",
            "AutoEncoderNew",
            "AutoEncoderTopK",
            "BatchTopKSAE",
            "GatedAutoEncoder",
            "JumpReluAutoEncoder",
            "MatryoshkaBatchTopKSAE");

    @Override
    public String name() {
        return "dictionary_learning";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(CONFIG, WEIGHTS);
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path json = source.file(CONFIG);
        Path weights = source.file(WEIGHTS);
        JsonNode root = Json.read(json);
        Keys trainer = new Keys(json, root.has("trainer") ? root.get("trainer") : root);
        String kind = trainer.text("dict_class")
                .orElseThrow(() -> trainer.refused("trainer.dict_class", "is missing; it says what the weights are"));
        if (!CLASSES.contains(kind)) {
            throw UserError.unknown(json.toString(), "trainer.dict_class", kind, CLASSES);
        }
        try (TensorFile file = TensorFile.open(weights)) {
            Tensors tensors = new Tensors(file);
            Map<String, Object> settings = new HashMap<>();
            List<String> notes = new ArrayList<>();
            Dictionary dictionary = dictionary(kind, tensors, trainer, hints, settings, notes);
            return new Published(
                    name(),
                    kind,
                    List.of(json, weights),
                    tensors.dtype(tensors.oneOf("encoder.weight", "W_enc")),
                    belongs(root, trainer),
                    settings,
                    notes,
                    dictionary);
        }
    }

    private static float largest(float[] values) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    // all six say what is read, and where what was found goes
    private static Dictionary dictionary(
            String kind, Tensors tensors, Keys trainer, Hints hints, Map<String, Object> settings, List<String> notes) {
        boolean linear = tensors.has("encoder.weight");
        String encoder = linear ? "encoder.weight" : tensors.oneOf("W_enc");
        String decoder = linear ? "decoder.weight" : "W_dec";
        int dIn = linear ? tensors.columns(encoder) : tensors.rows(encoder);
        int dSae = linear ? tensors.rows(encoder) : tensors.columns(encoder);
        boolean subtracts = !kind.equals("JumpReluAutoEncoder") && !kind.equals("AutoEncoderNew");
        float[] bias = tensors.vector(tensors.oneOf("b_dec", "bias", "decoder_bias", "decoder.bias"), dIn);
        settings.put("apply_b_dec_to_input", subtracts);
        Selection selection = switch (kind) {
            case "AutoEncoderTopK" -> new Selection.TopK(k(tensors, trainer, hints, dSae, settings), false);
            case "BatchTopKSAE", "MatryoshkaBatchTopKSAE", "JumpReluAutoEncoder" -> {
                float[] threshold = tensors.vectorOrNumber("threshold", dSae);
                float largest = largest(threshold);
                if (largest < 0) {
                    notes.add("the largest threshold in " + WEIGHTS + " is " + largest
                            + ", below 0 as before training, so every positive feature is active");
                }
                yield new Selection.JumpRelu(threshold);
            }
            case "GatedAutoEncoder" ->
                new Selection.Gated(tensors.vector("mag_bias", dSae), tensors.vector("r_mag", dSae));
            default -> new Selection.Relu();
        };
        FloatBuffer weights = linear ? tensors.transposed(encoder, dIn, dSae) : tensors.matrix(encoder, dIn, dSae);
        return new Dictionary(
                Normalization.NONE,
                subtracts ? bias : new float[dIn],
                kind.equals("GatedAutoEncoder")
                        ? tensors.vector("gate_bias", dSae)
                        : tensors.vector(tensors.oneOf("b_enc", "encoder.bias"), dSae),
                weights,
                linear ? tensors.transposed(decoder, dSae, dIn) : tensors.matrix(decoder, dSae, dIn),
                bias,
                null,
                selection,
                // its own reader gives the decoder's columns norm 1, which changes the activations and no output
                kind.equals("AutoEncoder") && hints.asAuthors() ? Dictionary.Norms.SCALE : Dictionary.Norms.UNUSED);
    }

    private static int k(Tensors tensors, Keys trainer, Hints hints, int dSae, Map<String, Object> settings) {
        int k = hints.k(
                tensors.integer("k").or(() -> trainer.optionalSize("k")),
                () -> trainer.refused("trainer.k", "is missing; say k: in the config"));
        settings.put("k", Ks.checked(trainer.file(), k, dSae));
        return k;
    }

    private static Belongs belongs(JsonNode root, Keys trainer) {
        Optional<String> model = trainer.text("lm_name");
        JsonNode layer = trainer.at("layer");
        if (!layer.isIntegralNumber()) {
            return Belongs.at(Optional.empty(), model);
        }
        String submodule = trainer.text("submodule_name").orElse("").toLowerCase(Locale.ROOT);
        boolean reads = root.path("buffer").path("io").asText("out").equals("in");
        String block = "blocks." + layer.asInt() + ".";
        String hook = submodule.contains("mlp")
                ? reads ? "mlp.hook_in" : "hook_mlp_out"
                : submodule.contains("att") ? "hook_attn_out" : reads ? "hook_resid_pre" : "hook_resid_post";
        return Belongs.at(Optional.of(block + hook), model);
    }
}
