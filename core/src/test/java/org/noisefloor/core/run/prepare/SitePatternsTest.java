package org.noisefloor.core.run.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan.Written;
import org.noisefloor.core.run.ToyModel;

class SitePatternsTest {

    private static List<String> resolved(String... patterns) {
        return SitePatterns.resolve(
                        Stream.of(patterns)
                                .map(text -> new Written(text, "toy.yaml:4"))
                                .toList(),
                        new ToyModel())
                .stream()
                .map(Site::name)
                .toList();
    }

    @Test
    void aStarStandsForAnyCharactersAndADotForItself() {
        assertThat(resolved("layer.*")).containsExactly("layer.0", "layer.1");
        assertThatThrownBy(() -> resolved("layerx*")).isInstanceOf(UserError.class);
    }

    @Test
    void everySiteComesOnceInTheOrderOfTheConfig() {
        assertThat(resolved("layer.1", "layer.*")).containsExactly("layer.1", "layer.0");
    }

    @Test
    void allThatIsUnknownIsReportedAtOnceWithItsPlace() {
        assertThatThrownBy(() -> resolved("layer.7", "block*", "layer.0"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml:4: toy: unknown site 'layer.7'; did you mean 'layer.0'")
                .hasMessageContaining("toy.yaml:4: no site of the model matches 'block*'");
    }
}
