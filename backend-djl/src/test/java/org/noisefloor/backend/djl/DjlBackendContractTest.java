package org.noisefloor.backend.djl;

import org.noisefloor.api.LanguageModel;
import org.noisefloor.testkit.backend.BackendContract;

class DjlBackendContractTest extends BackendContract {
    @Override
    protected LanguageModel open() {
        return Fixtures.open(Fixtures.DEMO);
    }
}
