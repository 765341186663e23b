package org.noisefloor.plugin.report;

import static java.lang.Double.NaN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;

/**
 * {@code INTERVENTION_SITE_eval_results.json}, one file for each intervention at each site: its figures in the form of the results
 * of SAEBench's evaluation {@code core}.
 *
 * <p>The groups and keys of {@code eval_result_metrics} are those of {@code metrics.json} ({@link SaelensWriter}), less
 * {@code explained_variance_legacy} and with {@code misc_metrics}. {@code eval_result_unstructured} says why a number is null and
 * what the figures are not.
 *
 * <ul>
 *   <li>Source: adamkarvonen/SAEBench at 10e0728, {@code sae_bench/evals/core/main.py} ({@code save_single_eval_result},
 *       {@code calculate_misc_metrics}) and the JSON Schema {@code eval_output_schema_core.json} that its authors publish.
 *   <li>Pitfall: what SAEBench would write as −1 (for NaN) is null here.
 *   <li>Pitfall: {@code freq_over_1_percent} and {@code freq_over_10_percent} count a feature at the edge itself too, since a run
 *       keeps densities by decade.
 * </ul>
 */
public final class SaebenchWriter implements ReportWriter<NoOptions> {
    static final String SUFFIX = "_eval_results.json";

    @Override
    public String id() {
        return "saebench";
    }

    @Override
    public String summary() {
        return "*" + SUFFIX + ": the figures in the form of SAEBench's core results";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
        RunReport report = run.report();
        JsonNode provenance = Indented.JSON.valueToTree(run.provenance());
        for (SiteReport site : Sites.alone(report)) {
            for (ArmReport arm : site.interventions()) {
                String name = arm.name() + "_" + site.name();
                Files.writeString(
                        folder.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + SUFFIX),
                        Indented.JSON.writeValueAsString(new Result(report, provenance, site, arm).json()) + "\n");
            }
        }
    }

    private record Result(RunReport report, JsonNode provenance, SiteReport site, ArmReport arm) {

        ObjectNode json() {
            SaelensMetrics metrics = SaelensMetrics.of(report, site, arm);
            metrics.metrics().withObject("/reconstruction_quality").remove("explained_variance_legacy");
            metrics.missing().remove("reconstruction_quality/explained_variance_legacy");
            misc(metrics.metrics().putObject("misc_metrics"), metrics.missing());
            String started = provenance.path("started").asText();
            ObjectNode result = Indented.JSON.createObjectNode();
            result.put("eval_type_id", "core");
            result.set("eval_config", config());
            result.put(
                    "eval_id",
                    UUID.nameUUIDFromBytes((started + report.seed()).getBytes(StandardCharsets.UTF_8))
                            .toString());
            result.put(
                    "datetime_epoch_millis", millis(provenance.path("finished").asText()));
            result.set("eval_result_metrics", metrics.metrics());
            result.putArray("eval_result_details");
            result.put("sae_bench_commit_hash", "unknown");
            result.put("sae_lens_id", site.name());
            result.put("sae_lens_release_id", arm.name());
            result.putNull("sae_lens_version");
            result.set("sae_cfg_dict", cfg(arm.name() + " at " + site.name()));
            ObjectNode more = result.putObject("eval_result_unstructured");
            more.put("written_by", "noisefloor " + provenance.path("noisefloor").asText());
            more.set("missing", metrics.missing());
            ArrayNode notes = more.putArray("notes");
            if (!report.positions().conventions().equals("saelens")) {
                notes.add("kl_div_* leave out the last position of each sequence; conventions: saelens takes it in");
            }
            return result;
        }

        private ObjectNode config() {
            ObjectNode config = Indented.JSON.createObjectNode();
            int batch = report.batch().sequences();
            int sequences = report.positions().sequences();
            int batches = batch == 0 ? 0 : (sequences + batch - 1) / batch;
            config.put("model_name", fileName(provenance.at("/model/path").asText()));
            config.put("llm_dtype", "float32");
            config.put("batch_size_prompts", batch);
            config.put("n_eval_reconstruction_batches", batches);
            config.put("n_eval_sparsity_variance_batches", batches);
            config.put("dataset", fileName(provenance.at("/corpus/path").asText()));
            config.put("context_size", report.batch().length());
            config.put("compute_kl", measured("kl"));
            config.put("compute_ce_loss", measured("ce"));
            config.put("compute_l2_norms", measured("l2_norm_in"));
            config.put("compute_sparsity_metrics", measured("l0"));
            config.put("compute_variance_metrics", measured("explained_variance"));
            config.put("compute_featurewise_density_statistics", false);
            config.put("compute_featurewise_weight_based_metrics", false);
            config.put(
                    "exclude_special_tokens_from_reconstruction",
                    !report.positions().special().isEmpty());
            config.put("verbose", false);
            return config;
        }

        private boolean measured(String figure) {
            return arm.estimate(figure).filter(Estimate::isFinite).isPresent();
        }

        /** The last part of a path, with either separator: a result that is shared should not tell of a machine. */
        private static String fileName(String path) {
            return path.replaceAll(".*[/\\\\](?=.)", "");
        }

        private static long millis(String time) {
            try {
                return Instant.parse(time).toEpochMilli();
            } catch (DateTimeParseException unknown) {
                return 0;
            }
        }

        private JsonNode cfg(String label) {
            for (JsonNode each : provenance.path("interventions")) {
                if (each.path("arm").asText().equals(label)) {
                    return each.path("made_from");
                }
            }
            return Indented.JSON.createObjectNode();
        }

        private void misc(ObjectNode misc, ObjectNode missing) {
            ArmReport.Features features = arm.features();
            int count = features == null ? 0 : features.count();
            String none = "'" + arm.name() + "' takes no activation apart into features";
            Map<String, Integer> density = features == null ? Map.of() : features.density();
            double tenth = density.getOrDefault("1e-1", 0);
            double hundredth = tenth + density.getOrDefault("1e-2", 0);
            put(misc, missing, "freq_over_1_percent", hundredth / count, none);
            put(misc, missing, "freq_over_10_percent", tenth / count, none);
            for (String key : List.of("normalized_freq_over_1_percent", "normalized_freq_over_10_percent")) {
                put(misc, missing, key, NaN, count == 0 ? none : "a run keeps the densities of features by decade");
            }
            for (String key : List.of("average_max_encoder_cosine_sim", "average_max_decoder_cosine_sim")) {
                put(misc, missing, key, NaN, count == 0 ? none : "a run compares no weights");
            }
            put(misc, missing, "frac_alive", features == null || count == 0 ? NaN : features.aliveShare(), none);
        }

        /** @param why there is no number, if it is NaN */
        private static void put(ObjectNode misc, ObjectNode missing, String key, double value, String why) {
            if (Double.isNaN(value)) {
                misc.putNull(key);
                missing.put("misc_metrics/" + key, why);
            } else {
                misc.put(key, value);
            }
        }
    }
}
