package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.ProviderContract;

/** How the backend introduces itself. */
class DjlBackendTest implements ProviderContract {

    @Override
    public Provider<?> provider() {
        return new DjlBackend();
    }

    @Test
    void isTheBackendDjlAndCanRunHere() {
        assertThat(provider().id()).isEqualTo("djl");
        assertThat(new DjlBackend().probe()).isEmpty();
    }
}
