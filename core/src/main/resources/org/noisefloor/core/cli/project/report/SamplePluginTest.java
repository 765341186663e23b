package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.testkit.report.ReportWriterContract;
import org.noisefloor.testkit.report.SampleRun;

/** The contract that every writer must hold to, and what this one writes of a run. */
class SamplePluginTest implements ReportWriterContract<SamplePlugin.Options> {
    @TempDir
    Path folder;

    @Override
    public ReportWriter<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Override
    public SamplePlugin.Options reportOptions() {
        return new SamplePlugin.Options("out.txt");
    }

    @Test
    void writesALineForEachIntervention() throws IOException {
        provider().write(SampleRun.small(), folder, reportOptions(), context());
        assertThat(folder.resolve("out.txt")).hasContent("blocks.0.hook_resid_post  sae  kl 0.5000 [0.4000, 0.6000]");
    }
}
