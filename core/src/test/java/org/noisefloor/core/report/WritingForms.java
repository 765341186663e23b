package org.noisefloor.core.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.summary.ToyReport;

/** Lets a writer write a toy's report, for tests of other packages. */
public final class WritingForms {
    private WritingForms() {}

    /** @throws UserError if it fails */
    public static void write(Path temp, ReportWriter<?> writer) throws IOException {
        Path folder = Files.createTempDirectory(temp, "run");
        Files.writeString(folder.resolve("report.json"), ReportJson.text(ToyReport.of(new ToyPlan(4, 1))));
        Files.writeString(folder.resolve("provenance.json"), "{\"seed\": 3, \"files\": [\"report.json\"]}");
        Files.writeString(folder.resolve("config.yaml"), "seed: 3\n");
        Files.writeString(folder.resolve("records.bin"), "");
        FurtherForms.Outcome outcome = FurtherForms.write(
                folder,
                List.of(new Chosen<ReportWriter<?>>("sample", writer, site -> new NoOptions(), "run.yaml:4")),
                false,
                entry -> new HostContext(entry, 1, temp));
        if (!outcome.failed().isEmpty()) {
            throw new UserError(outcome.failed().get(0).sentence());
        }
    }
}
