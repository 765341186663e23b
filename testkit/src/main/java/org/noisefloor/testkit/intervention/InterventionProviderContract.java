package org.noisefloor.testkit.intervention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.testkit.ProviderContract;

/** {@link InterventionContract} with the provider, whose first variant is what is tested. */
public interface InterventionProviderContract<O extends Record> extends ProviderContract, InterventionContract {

    @Override
    InterventionProvider<O> provider();

    /** Options under which it is tested. */
    O interventionOptions();

    @Override
    default Intervention create(RunContext context) {
        return provider()
                .create(provider().variants(interventionOptions()).get(0).options(), context);
    }

    @Test
    default void variantsHaveNamesOfTheirOwn() {
        List<String> suffixes = provider().variants(interventionOptions()).stream()
                .map(Variant::suffix)
                .toList();
        assertThat(suffixes).isNotEmpty().doesNotHaveDuplicates();
        if (suffixes.size() > 1) {
            assertThat(suffixes).allSatisfy(suffix -> assertThat(suffix).isNotBlank());
        }
    }

    @Test
    default void dosesAreNumbers() {
        assertThat(provider().variants(interventionOptions()))
                .allSatisfy(variant -> variant.dose()
                        .ifPresent(dose -> assertThat(dose)
                                .as("the dose of '%s'", variant.suffix())
                                .isFinite()
                                .isNotNegative()));
    }

    /** {@code noisefloor inspect} asks it of any path; a provider that reads no files has nothing to say. */
    @Test
    default void aPathWhereNothingLiesIsToldToWhoInspectsIt() {
        try {
            assertThat(provider().inspect(Path.of("a", "path", "where", "nothing", "lies"), context()))
                    .as("what it tells of a path")
                    .isNotNull();
        } catch (UserError refused) {
            assertThat(refused).hasMessageContaining("lies");
        }
    }
}
