package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.ProviderContract;

/** How the backend introduces itself. */
class OnnxBackendTest implements ProviderContract {

    @Override
    public Provider<?> provider() {
        return new OnnxBackend();
    }

    @Test
    void isTheBackendOnnxAndCanRunHere() {
        assertThat(provider().id()).isEqualTo("onnx");
        assertThat(new OnnxBackend().probe()).isEmpty();
    }
}
