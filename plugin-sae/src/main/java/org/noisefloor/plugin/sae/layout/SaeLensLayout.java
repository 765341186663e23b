package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;

/**
 * {@code cfg.json} and {@code sae_weights.safetensors}, as SAELens writes them, in training or for inference.
 *
 * <p>Matrices are W_enc [d_in, d_sae] and W_dec [d_sae, d_out]. Read against SAELens 6.54.12.
 */
final class SaeLensLayout implements Layout {
    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae_weights.safetensors";

    /** What fine-tuning of versions before 6 left; all ones in most files. */
    private static final List<String> SCALING = List.of("scaling_factor", "finetuning_scaling_factor");

    @Override
    public String name() {
        return "SAELens";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(CONFIG, WEIGHTS);
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path cfg = source.file(CONFIG);
        Path weights = source.file(WEIGHTS);
        SaeLensConfig config = SaeLensConfig.of(new Keys(cfg, Json.read(cfg)), hints);
        try (TensorFile file = TensorFile.open(weights)) {
            Tensors tensors = new Tensors(file);
            checkNames(tensors, config);
            float[] scaling = scaling(tensors, config, weights);
            return new Published(
                    name(),
                    config.architecture().toString(),
                    List.of(cfg, weights),
                    config.dtype(),
                    config.belongs(),
                    settings(config, hints),
                    List.of(),
                    dictionary(tensors, config, scaling));
        }
    }

    private static void checkNames(Tensors tensors, SaeLensConfig config) {
        List<String> names = new ArrayList<>(
                switch (config.architecture()) {
                    case STANDARD, STANDARD_TANH_RELU, TOPK, ABSTOPK, TRANSCODER ->
                        List.of("W_enc", "W_dec", "b_dec", "b_enc");
                    case SKIP_TRANSCODER -> List.of("W_enc", "W_dec", "b_dec", "b_enc", "W_skip");
                    case JUMPRELU, JUMPRELU_TRANSCODER ->
                        List.of("W_enc", "W_dec", "b_dec", "b_enc", threshold(tensors));
                    case JUMPRELU_SKIP_TRANSCODER ->
                        List.of("W_enc", "W_dec", "b_dec", "b_enc", threshold(tensors), "W_skip");
                    case BATCHTOPK, MATRYOSHKA_BATCHTOPK ->
                        List.of("W_enc", "W_dec", "b_dec", "b_enc", "topk_threshold");
                    case GATED -> List.of("W_enc", "W_dec", "b_dec", "b_gate", "b_mag", "r_mag");
                    case MATCHING_PURSUIT -> List.of("W_dec", "b_dec");
                });
        tensors.with(names.toArray(String[]::new));
        names.addAll(SCALING);
        tensors.only(names);
    }

    /** Trained until version 6.5 or so by its logarithm. */
    private static String threshold(Tensors tensors) {
        return tensors.has("log_threshold") ? "log_threshold" : "threshold";
    }

    /**
     * What fine-tuning multiplied activations with before they are decoded, so the decoder's rows.
     *
     * @return null for nothing
     */
    private static float @Nullable [] scaling(Tensors tensors, SaeLensConfig config, Path weights) {
        for (String name : SCALING) {
            if (tensors.has(name)) {
                float[] factors = tensors.vector(name, config.dSae());
                if (Tensors.firstNotOne(factors) >= 0 && !config.finetuned()) {
                    throw new UserError(weights + ": tensor " + name + " scales features, and"
                            + " finetuning_scaling_factor is not true in cfg.json, so one of the two is wrong");
                }
                return factors;
            }
        }
        if (config.finetuned()) {
            throw new UserError(weights + ": finetuning_scaling_factor is true in cfg.json, and there is no tensor "
                    + SCALING.get(0) + " to say how features are scaled");
        }
        return null;
    }

    private static void scale(FloatBuffer decoder, float[] factors, int width) {
        for (int j = 0; j < factors.length; j++) {
            for (int i = 0; i < width; i++) {
                decoder.put(j * width + i, decoder.get(j * width + i) * factors[j]);
            }
        }
    }

    private static Dictionary dictionary(Tensors tensors, SaeLensConfig config, float @Nullable [] scaling) {
        int dIn = config.dIn();
        int dSae = config.dSae();
        int dOut = config.dOut();
        boolean tied = config.architecture() == SaeLensConfig.Architecture.MATCHING_PURSUIT;
        float[] decoderBias = tensors.vector("b_dec", dOut);
        FloatBuffer encoder = tied ? null : tensors.matrix("W_enc", dIn, dSae);
        FloatBuffer decoder = tensors.matrix("W_dec", dSae, dOut);
        if (scaling != null && Tensors.firstNotOne(scaling) >= 0) {
            scale(decoder, scaling, dOut);
        }
        return new Dictionary(
                config.normalization(),
                config.applyBDecToInput() ? decoderBias : new float[dIn],
                encoderBias(tensors, config),
                encoder,
                decoder,
                // a tied SAE adds on the way out what it subtracted on the way in
                tied && !config.applyBDecToInput() ? new float[dOut] : decoderBias,
                tensors.transposedOrNone("W_skip", dIn, dOut),
                selection(tensors, config),
                config.rescaleByDecoderNorm() ? Dictionary.Norms.SCALE : Dictionary.Norms.UNUSED);
    }

    private static float[] encoderBias(Tensors tensors, SaeLensConfig config) {
        return switch (config.architecture()) {
            case GATED -> tensors.vector("b_gate", config.dSae());
            case MATCHING_PURSUIT -> new float[config.dSae()];
            default -> tensors.vector("b_enc", config.dSae());
        };
    }

    private static Selection selection(Tensors tensors, SaeLensConfig config) {
        int dSae = config.dSae();
        return switch (config.architecture()) {
            case STANDARD, TRANSCODER, SKIP_TRANSCODER -> new Selection.Relu();
            case STANDARD_TANH_RELU -> new Selection.TanhRelu();
            case TOPK -> new Selection.TopK(config.k(), false);
            case ABSTOPK -> new Selection.TopK(config.k(), true);
            case GATED -> new Selection.Gated(tensors.vector("b_mag", dSae), tensors.vector("r_mag", dSae));
            case JUMPRELU, JUMPRELU_TRANSCODER, JUMPRELU_SKIP_TRANSCODER ->
                new Selection.JumpRelu(
                        tensors.has("log_threshold")
                                ? Exp.of(tensors.vector("log_threshold", dSae))
                                : tensors.vector("threshold", dSae));
            case BATCHTOPK, MATRYOSHKA_BATCHTOPK ->
                new Selection.JumpRelu(tensors.vectorOrNumber("topk_threshold", dSae));
            case MATCHING_PURSUIT ->
                new Selection.MatchingPursuit(
                        config.keys().number("residual_threshold", 1e-2),
                        Keys.absent(config.keys().at("max_iterations"))
                                ? config.dIn()
                                : config.keys().size("max_iterations"),
                        config.keys().flag("stop_on_duplicate_support", true));
        };
    }

    private static Map<String, Object> settings(SaeLensConfig config, Hints hints) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (config.architecture().keepsK()) {
            settings.put("k", config.k());
        }
        if (config.architecture().keepsK() || config.architecture().isBatchTopK()) {
            settings.put("rescale_acts_by_decoder_norm", config.rescaleByDecoderNorm());
        }
        settings.put("apply_b_dec_to_input", config.applyBDecToInput());
        settings.put(
                "normalize_activations",
                config.normalization().kind() == Normalization.Kind.SCALE
                        ? "expected_average_only_in"
                        : config.normalization().toString());
        hints.scale().ifPresent(scale -> settings.put("scale", scale));
        return settings;
    }
}
