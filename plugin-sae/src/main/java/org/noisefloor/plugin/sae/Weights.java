package org.noisefloor.plugin.sae;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Safetensors;
import org.noisefloor.files.TensorEntry;

/**
 * The tensors of an SAE as float32, all present, of the right shape and finite.
 *
 * @param tensors by the names that SAELens gives them
 */
record Weights(Map<String, FloatBuffer> tensors) {
    /** Left over from fine-tuning in old files; all ones in most of them, and then without effect. */
    private static final List<String> SCALING = List.of("scaling_factor", "finetuning_scaling_factor");

    private static final float ONE_TOLERANCE = 1e-5f;

    static Weights read(Path file, SaeConfig config) {
        Map<String, List<Long>> expected = expected(config);
        try (Safetensors found = Safetensors.open(file)) {
            check(file, found.tensors(), expected, config.dSae());
            checkScaling(file, found, config);
            Map<String, FloatBuffer> tensors = new LinkedHashMap<>();
            for (String name : expected.keySet()) {
                Optional.ofNullable(found.tensors().get(name))
                        .ifPresent(entry -> tensors.put(name, floats(found, entry)));
            }
            return new Weights(tensors);
        }
    }

    private static Map<String, List<Long>> expected(SaeConfig config) {
        long dIn = config.dIn();
        long dSae = config.dSae();
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        expected.put("W_enc", List.of(dIn, dSae));
        expected.put("W_dec", List.of(dSae, dIn));
        expected.put("b_dec", List.of(dIn));
        List<String> perFeature = switch (config.architecture()) {
            case STANDARD, TOPK -> List.of("b_enc");
            case JUMPRELU -> List.of("b_enc", "threshold");
            case GATED -> List.of("b_gate", "b_mag", "r_mag");
        };
        perFeature.forEach(name -> expected.put(name, List.of(dSae)));
        return expected;
    }

    private static void check(Path file, Map<String, TensorEntry> found, Map<String, List<Long>> expected, long dSae) {
        List<String> missing = new ArrayList<>(expected.keySet());
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            throw new UserError(file + ": tensor " + String.join(", ", missing) + " is missing; found "
                    + (found.isEmpty() ? "none" : String.join(", ", found.keySet())));
        }
        for (TensorEntry entry : found.values()) {
            List<Long> shape = SCALING.contains(entry.name()) ? List.of(dSae) : expected.get(entry.name());
            if (shape == null) {
                throw UserError.unknown(file.toString(), "tensor", entry.name(), expected.keySet());
            }
            if (!shape.equals(entry.shape())) {
                throw new UserError(entry.where() + " has shape " + entry.shape() + ", expected " + shape
                        + " from d_in and d_sae in cfg.json");
            }
        }
    }

    private static void checkScaling(Path file, Safetensors found, SaeConfig config) {
        boolean present = false;
        for (String name : SCALING) {
            TensorEntry entry = found.tensors().get(name);
            if (entry != null) {
                present = true;
                FloatBuffer factors = floats(found, entry);
                for (int i = 0; i < factors.capacity(); i++) {
                    if (Math.abs(factors.get(i) - 1) > ONE_TOLERANCE) {
                        throw new UserError(entry.where() + " scales features (element " + i + " is " + factors.get(i)
                                + "), and fine-tuned SAEs are not supported");
                    }
                }
            }
        }
        if (config.finetuned() && !present) {
            throw new UserError(file + ": finetuning_scaling_factor is true in cfg.json, and there is no tensor "
                    + SCALING.get(0) + " to say how features are scaled");
        }
    }

    private static FloatBuffer floats(Safetensors file, TensorEntry entry) {
        entry.checkFloats();
        FloatBuffer values = Direct.floats(entry.where(), entry.elements());
        file.floats(entry, values);
        return values.rewind();
    }

    /** A matrix, direct and in native byte order. */
    FloatBuffer matrix(String name) {
        FloatBuffer tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name + " in this architecture");
        }
        return tensor;
    }

    /** A copy of a vector. */
    float[] vector(String name) {
        FloatBuffer tensor = matrix(name);
        float[] copy = new float[tensor.capacity()];
        tensor.get(0, copy);
        return copy;
    }
}
