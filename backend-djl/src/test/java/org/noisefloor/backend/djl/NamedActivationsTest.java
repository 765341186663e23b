package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;

/** What the sites and the logits hold is what transformers computes and its forward hooks saw there. */
@ParameterizedClass
@MethodSource("models")
class NamedActivationsTest {

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        return Fixtures.folders();
    }

    @Test
    void namesExactlyTheActivationsThatTransformersHas() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites())
                    .extracting(Site::name)
                    .containsExactlyInAnyOrderElementsOf(
                            Fixtures.recording(path).sites());
            assertThat(model.info().notes()).isEmpty();
        }
    }

    @Test
    void holdsWhatTransformersHolds() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            Fixtures.recording(path).assertComputedBy(model);
        }
    }

    @Test
    void givesTheLogitsThatTransformersGivesWithAChangedActivation() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            Fixtures.recording(path).assertSplicedBy(model);
        }
    }
}
