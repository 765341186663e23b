package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run prints. */
class ConsoleIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");

    @TempDir
    Path temp;

    @Test
    void aTailShareStandsBesideItsThreeRulersThoughTwoOfThemAreTheOriginalsAlone() throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 9, 10]}\n");
        Path config = Files.writeString(temp.resolve("run.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: tokens.jsonl, sequences: 2, length: 4, pack: document, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ zero ]
                metrics: [ kl, tail ]
                output: '%s'
                """.formatted(
                        DEMO.resolve("model"), DEMO.resolve("saes/blocks.3.hook_resid_post"), temp.resolve("out")));
        var result = Distribution.run("run", "--details", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        List<String> rows = result.stdout()
                .lines()
                .map(line -> line.replaceFirst(" .*", ""))
                .filter(name -> name.endsWith("_tail_share"))
                .toList();
        assertThat(rows).contains("kl_tail_share", "mass_p_tail_share", "mass_q_tail_share", "tokens_tail_share");
    }
}
