package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

/** What the host relies on in every backend before it has a model; what it does with one, {@link BackendContract} asks. */
public interface BackendProviderContract<O extends Record> extends ProviderContract {

    @Override
    ModelBackend<O> provider();

    /** Options under which it is tested. */
    O backendOptions();

    default Context context() {
        return TestContext.builder().build();
    }

    @Test
    default void saysInOneLineWhyItCannotRunHereOrNothing() {
        assertThat(provider().probe()).as("why it cannot run here").isNotNull();
        provider()
                .probe()
                .ifPresent(why -> assertThat(why)
                        .as("why it cannot run here")
                        .isNotBlank()
                        .doesNotContain("\n"));
    }

    /** What cannot run here has no engine to tell of; what finds out only now that it cannot says so in a sentence. */
    @Test
    default void tellsOfItsEngineInLines() {
        if (provider().probe().isPresent()) {
            return;
        }
        List<String> told;
        try {
            told = provider().diagnosis(context());
        } catch (UserError refused) {
            told = refused.sentences();
        }
        assertThat(told)
                .as("what it tells of its engine")
                .isNotNull()
                .allSatisfy(line -> assertThat(line).isNotBlank().doesNotContain("\n"));
    }

    @Test
    default void recognisesNothingWhereNothingLies() {
        assertThatCode(() -> provider().recognises(nowhere()))
                .as("looking where nothing lies")
                .doesNotThrowAnyException();
        assertThat(provider().recognises(nowhere()))
                .as("what it recognises where nothing lies")
                .isNotNull()
                .isEmpty();
    }

    @Test
    default void aModelThatIsNotThereIsAnErrorOfTheUser() {
        assertThatThrownBy(() -> provider().open(nowhere(), backendOptions(), context()))
                .as("opening a path where nothing lies")
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nothing-lies");
    }

    private static Path nowhere() {
        return Path.of("a", "path", "where", "nothing-lies");
    }
}
