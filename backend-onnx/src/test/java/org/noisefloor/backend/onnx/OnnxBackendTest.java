package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.files.ComputeDevice;
import org.noisefloor.testkit.backend.BackendProviderContract;

/** How the backend introduces itself, and what it does before it has a model. */
class OnnxBackendTest implements BackendProviderContract<OnnxOptions> {

    @Override
    public ModelBackend<OnnxOptions> provider() {
        return new OnnxBackend();
    }

    @Override
    public OnnxOptions backendOptions() {
        return new OnnxOptions(Optional.empty(), ComputeDevice.AUTO);
    }

    @Test
    void isTheBackendOnnxAndCanRunHere() {
        assertThat(provider().id()).isEqualTo("onnx");
        assertThat(new OnnxBackend().probe()).isEmpty();
    }
}
