package org.noisefloor.plugin.sae.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;

final class KeysTest {
    private static Keys of(String json) {
        try {
            return new Keys(Path.of("cfg.json"), new JsonMapper().readTree(json));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void assertRefused(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void aNullCountsAsAbsent() {
        Keys keys = of("{\"a\": null}");
        assertThat(keys.text("a")).isEmpty();
        assertThat(keys.flag("a", true)).isTrue();
        assertThat(keys.number("a", 2.5)).isEqualTo(2.5);
        assertThat(keys.optionalSize("a")).isEmpty();
        assertThat(keys.anywhere("a").isMissingNode()).isTrue();
    }

    @Test
    void theFirstNameThatIsThereCounts() {
        assertThat(of("{\"b\": \"two\", \"c\": \"three\"}").text("a", "b", "c")).contains("two");
    }

    @Test
    void aKeyAtTheTopGoesBeforeOneUnderTheMetadata() {
        assertThat(of("{\"a\": 1, \"metadata\": {\"a\": 2}}").anywhere("a").asInt())
                .isEqualTo(1);
        assertThat(of("{\"a\": null, \"meta\": {\"a\": 3}}").anywhere("a").asInt())
                .isEqualTo(3);
    }

    @Test
    void anotherTypeIsRefused() {
        assertRefused(() -> of("{\"a\": 3}").text("a"), "cfg.json: a must be a text, found 3");
        assertRefused(() -> of("{\"a\": \"no\"}").flag("a", true), "cfg.json: a must be true or false, found \"no\"");
        assertRefused(() -> of("{\"a\": \"1\"}").number("a", 0), "cfg.json: a must be a number, found \"1\"");
        assertRefused(() -> of("{\"a\": 1e999}").number("a", 0), "cfg.json: a must be a number, found \"Infinity\"");
    }

    @Test
    void aSizeIsAWholeNumberFromOneOn() {
        assertThat(of("{\"a\": 7}").size("a")).isEqualTo(7);
        for (String none : new String[] {"0", "-1", "2.5", "4000000000", "\"7\""}) {
            assertRefused(
                    () -> of("{\"a\": " + none + "}").size("a"),
                    "cfg.json: a must be a whole number from 1 on, found " + none);
        }
    }
}
