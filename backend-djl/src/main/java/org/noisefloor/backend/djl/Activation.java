package org.noisefloor.backend.djl;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A nonlinearity of the MLP. */
enum Activation {
    /** x Φ(x). */
    GELU,
    /** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
    GELU_TANH,
    /** x σ(x). */
    SILU,
    /** max(x, 0). */
    RELU,
    /** max(x, 0)². */
    RELU2;

    private static final Map<String, Activation> NAMES = Map.of(
            "gelu", GELU,
            "gelu_new", GELU_TANH,
            "gelu_pytorch_tanh", GELU_TANH,
            "silu", SILU,
            "swish", SILU,
            "relu", RELU,
            "relu2", RELU2);

    /** By the name that {@code config.json} uses. */
    static Optional<Activation> of(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    static Set<String> names() {
        return NAMES.keySet();
    }
}
