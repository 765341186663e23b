package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;

/**
 * {@code metrics.json}: the figures of each site and intervention under the keys of SAELens' evals.
 *
 * <p>A list with one entry for each intervention at each site, in the form of SAELens' {@code all_eval_results.json}:
 * {@code unique_id}, {@code sae_set} (the intervention), {@code sae_id} (the site), {@code eval_cfg}, {@code metrics}. Beside them
 * {@code missing} says why a figure is null, and {@code notes} what the figures are not.
 *
 * <ul>
 *   <li>The figures are SAELens' own if the run's conventions are: see {@code docs/conventions.md}.
 *   <li>Source: SAELens 6.54.12, {@code evals.py}.
 *   <li>Pitfall: a figure that SAELens would write as −1 (for NaN) is null here.
 * </ul>
 */
public final class SaelensWriter implements ReportWriter<NoOptions> {
    private static final String FILE = "metrics.json";

    @Override
    public String id() {
        return "saelens";
    }

    @Override
    public String summary() {
        return FILE + ": the figures under the keys of SAELens' evals";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
        Files.writeString(folder.resolve(FILE), Indented.JSON.writeValueAsString(results(run.report())) + "\n");
    }

    private static ArrayNode results(RunReport report) {
        ArrayNode results = Indented.JSON.createArrayNode();
        for (SiteReport site : Sites.alone(report)) {
            site.interventions().forEach(arm -> results.add(result(report, site, arm)));
        }
        return results;
    }

    private static ObjectNode result(RunReport report, SiteReport site, ArmReport arm) {
        String conventions = report.positions().conventions();
        ObjectNode result = Indented.JSON.createObjectNode();
        result.put("unique_id", arm.name() + "-" + site.name());
        result.put("sae_set", arm.name());
        result.put("sae_id", site.name());
        result.putObject("eval_cfg")
                .put("conventions", conventions)
                .put("context_size", report.batch().length())
                .put("sequences", report.positions().sequences())
                .put("batch_size_prompts", report.batch().sequences());
        SaelensMetrics metrics = SaelensMetrics.of(report, site, arm);
        result.set("metrics", metrics.metrics());
        result.set("missing", metrics.missing());
        ArrayNode notes = result.putArray("notes");
        if (!conventions.equals("saelens")) {
            notes.add(
                    "the run did not follow SAELens' conventions: kl_div_* leave out the last position of each sequence;"
                            + " conventions: saelens takes it in");
        }
        return result;
    }
}
