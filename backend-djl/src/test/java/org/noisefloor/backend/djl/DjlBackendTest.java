package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.files.ComputeDevice;
import org.noisefloor.testkit.backend.BackendProviderContract;

/** How the backend introduces itself, and what it does before it has a model. */
class DjlBackendTest implements BackendProviderContract<DjlOptions> {

    @Override
    public ModelBackend<DjlOptions> provider() {
        return new DjlBackend();
    }

    @Override
    public DjlOptions backendOptions() {
        return new DjlOptions(DjlOptions.Dtype.FLOAT32, ComputeDevice.AUTO);
    }

    @Test
    void isTheBackendDjlAndCanRunHere() {
        assertThat(provider().id()).isEqualTo("djl");
        assertThat(new DjlBackend().probe()).isEmpty();
    }
}
