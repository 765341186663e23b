package org.example.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;

/** A line for each intervention and site: the main divergence with its interval. Replace this by the form that yours writes. */
public final class SamplePlugin implements ReportWriter<SamplePlugin.Options> {

    public record Options(@Option(doc = "the file that is written", orElse = "sample_id.txt") String file) {}

    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "a line for each intervention and site";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public void write(RunResult run, Path folder, Options options, Context context) throws IOException {
        Files.write(folder.resolve(options.file()), lines(run.report()));
    }

    private static List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        String divergence = report.mainDivergence();
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.interventions()) {
                String value = divergence == null
                        ? "no divergence was measured"
                        : arm.estimate(divergence)
                                .map(e -> String.format(
                                        Locale.ROOT, "%s %.4g [%.4g, %.4g]", divergence, e.value(), e.low(), e.high()))
                                .orElse(divergence + " was not measured");
                lines.add(site.name() + "  " + arm.name() + "  " + value);
            }
        }
        return lines;
    }
}
