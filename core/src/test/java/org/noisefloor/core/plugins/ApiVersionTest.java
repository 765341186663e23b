package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which plugins a host takes. */
class ApiVersionTest {
    private static final ApiVersion HOST = new ApiVersion(2, 3);

    private static void check(String written) throws Refused {
        HOST.check("Noisefloor-Api-Version", written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.2", "2.3"})
    void takesItsOwnVersionAndOlderMinorOnes(String written) {
        assertThatCode(() -> check(written)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.4", "2.10"})
    void refusesANewerMinorVersion(String written) {
        assertThatThrownBy(() -> check(written))
                .isInstanceOf(Refused.class)
                .hasMessage("it was built for plugin API version " + written
                        + ", newer than the 2.3 of this noisefloor; get"
                        + " a newer noisefloor, or an older version of the plugin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3", "3.0", "20.0"})
    void refusesAnotherMajorVersion(String written) {
        assertThatThrownBy(() -> check(written))
                .isInstanceOf(Refused.class)
                .hasMessage("it was built for plugin API version " + written
                        + ", but this noisefloor has version 2.3; get a build of it for version 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.", ".0", "2.0.1", "2.x", "v2.0", "2,0", "-2.0", "9999999999.0"})
    void refusesWhatIsNotOfTheForm(String written) {
        assertThatThrownBy(() -> check(written))
                .isInstanceOf(Refused.class)
                .hasMessage("Noisefloor-Api-Version '" + written + "' is not a version; expected two numbers with a dot"
                        + " between them, and this noisefloor has plugin API version 2.3");
    }

    @Test
    void theBuildGivesTheHostsOwn() {
        assertThat(Host.apiVersion().major()).isEqualTo(2);
    }
}
