package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;

/** A name is suggested where a slip of the fingers made the other of it, and nowhere else. */
class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "kll, kl",
        "KL, kl",
        "cvs, csv",
        "lst, list",
        "onxn, onnx",
        "drwaz, draws",
        "modle, model",
        "gpt, gpt2",
        "threds, threads",
        "eps_rand, eps_random",
        "helinger, hellinger",
        "overwite, overwrite",
        "blocks.3.hook_resid_pst, blocks.3.hook_resid_post"
    })
    void aSlipIsMended(String found, String meant) {
        assertThat(UserError.nearest(found, List.of("zzz", meant, "yyyyyyyy"))).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "hf, r",
        "hf, h",
        "tv, ce",
        "gpt2, r",
        "gpt2, go",
        "-x, -h",
        "js, kl",
        "a, b",
        "top, tv",
        "abc, xyc2",
        "HuggingFaceTB, r",
        "HuggingFaceTB, Face",
        "l99, kl",
        "model, mo",
        "q, q1"
    })
    void whatHasLittleInCommonIsNoSlip(String found, String other) {
        assertThat(UserError.nearest(found, List.of(other))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"draw, draws", "drawss, draws", "drwas, draws"})
    void theNearestOfSeveralIsTold(String found, String nearest) {
        assertThat(UserError.nearest(found, List.of("drops", nearest, "drawings")))
                .contains(nearest);
    }
}
