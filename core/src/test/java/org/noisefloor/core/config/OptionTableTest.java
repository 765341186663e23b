package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.core.config.OptionTable.Row;

class OptionTableTest {
    record Undescribed(int k) {}

    @Test
    void describesEveryOption() {
        assertThat(OptionTable.of(TestPlugins.SaeOptions.class).rows())
                .containsExactly(
                        new Row("path", "path", Optional.empty(), "", "the SAE's folder"),
                        new Row("k", "whole number", Optional.of("16"), "1 to 512", "features kept"));
        assertThat(OptionTable.of(TestPlugins.EveryType.class).rows())
                .extracting(Row::key, Row::type, Row::range)
                .contains(
                        tuple("small_number", "whole number", ""),
                        tuple("share", "number", "0 to 1"),
                        tuple("flag", "true or false", ""),
                        tuple("level", "none | basic_only | all", ""),
                        tuple("files", "list of paths", ""));
        assertThat(OptionTable.of(NoOptions.class).rows()).isEmpty();
    }

    @Test
    void refusesAnOptionWithoutDescription() {
        assertThatThrownBy(() -> OptionTable.of(Undescribed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("Undescribed.k has no @Option that describes it");
    }
}
