package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.ProviderContract;
import org.noisefloor.testkit.report.TestRun;

/** How a writer introduces itself, and what it writes of a run. */
class SamplePluginTest implements ProviderContract {
    @TempDir
    Path folder;

    @Override
    public ReportWriter<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Test
    void writesALineForEachIntervention() throws IOException {
        TestRun run = TestRun.measuring("kl").with("blocks.0.hook_resid_post", "sae", Estimate.of(0.5, 0.25, 1));
        assertThat(written(run)).isEqualTo("blocks.0.hook_resid_post  sae  kl 0.5000 [0.2500, 1.000]\n");
    }

    @Test
    void saysWhatWasNotMeasured() throws IOException {
        TestRun run = TestRun.measuring(null).with("blocks.0.hook_resid_post", "sae", Estimate.of(0.5, 0.25, 1));
        assertThat(written(run)).contains("no divergence was measured");
    }

    private String written(TestRun run) throws IOException {
        provider().write(run, folder, new SamplePlugin.Options("out.txt"), TestContext.ofWidth(8));
        return Files.readString(folder.resolve("out.txt"));
    }
}
