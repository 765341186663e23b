package org.noisefloor.core.run.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan.Written;
import org.noisefloor.core.run.ToyModel;

class SitePatternsTest {

    private static List<String> resolved(String... patterns) {
        Mistakes mistakes = new Mistakes();
        List<String> resolved = resolved(mistakes, patterns);
        mistakes.throwIfAny();
        return resolved;
    }

    private static List<String> resolved(Mistakes mistakes, String... patterns) {
        return SitePatterns.resolve(
                        Stream.of(patterns)
                                .map(text -> new Written(text, "toy.yaml:4"))
                                .toList(),
                        new ToyModel(),
                        mistakes)
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
    void aPatternThatFitsNoNamedSiteMeansTheModelsOwnNames() {
        List<Written> written =
                List.of(new Written("/layers.*/act", "toy.yaml:4"), new Written("layer.*", "toy.yaml:5"));
        ToyModel model = new ToyModel() {
            @Override
            public List<SitePlace> everySite() {
                return List.of("/layers.0/act", "/layers.1/act", "layer.9").stream()
                        .map(name -> SitePlace.of(Site.of(name, name, 3)))
                        .toList();
            }
        };
        assertThat(SitePatterns.resolve(written, model, new Mistakes()))
                .extracting(Site::name)
                .containsExactly("/layers.0/act", "/layers.1/act", "layer.0", "layer.1");
    }

    @Test
    void everySiteComesOnceInTheOrderOfTheConfig() {
        assertThat(resolved("layer.1", "layer.*")).containsExactly("layer.1", "layer.0");
    }

    @Test
    void whatIsRightIsFoundBesideWhatIsNot() {
        Mistakes mistakes = new Mistakes();
        assertThat(resolved(mistakes, "layer.7", "layer.1")).containsExactly("layer.1");
        assertThat(mistakes.count()).isEqualTo(1);
    }

    @Test
    void allThatIsUnknownIsReportedAtOnceWithItsPlace() {
        assertThatThrownBy(() -> resolved("layer.7", "block*", "layer.0"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml:4: toy: unknown site 'layer.7'; did you mean 'layer.0'")
                .hasMessageContaining("toy.yaml:4: no site of the model matches 'block*'");
    }
}
