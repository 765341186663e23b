package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.core.plugins.Catalogue;

class ConfigReaderTest {
    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ConfigFolder.in(temp);
    }

    @Test
    void fillsInWhatAConfigDoesNotSay() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL);
        assertThat(plan.model().backend().name()).isEqualTo("onnx");
        assertThat(plan.model().path()).isEqualTo(temp.resolve("model"));
        assertThat(plan.corpus().reader().name()).isEqualTo("jsonl");
        assertThat(plan.corpus().sequences()).isEmpty();
        assertThat(plan.corpus().length()).isEqualTo(128);
        assertThat(plan.corpus().packing()).isEqualTo(Plan.Packing.PACKED);
        assertThat(plan.corpus().prependBos()).isEqualTo(Plan.Beginning.AUTO);
        assertThat(plan.corpus().calibration()).isEqualTo(new Plan.Calibration(Optional.empty(), 24));
        assertThat(plan.corpus().places().of("sequences")).isEqualTo("demo.yaml:2");
        assertThat(plan.metrics()).extracting(Chosen::name).containsExactly("kl", "loss");
        assertThat(plan.stratifiers()).isEmpty();
        assertThat(plan.reports()).isEmpty();
        assertThat(plan.conventions()).isEqualTo(Plan.Conventions.NOISEFLOOR);
        assertThat(plan.floors()).isEmpty();
        assertThat(plan.positions()).isEqualTo(new Plan.Positions(0, Optional.empty(), OptionalInt.empty()));
        assertThat(plan.run())
                .isEqualTo(new Plan.Run(
                        Runtime.getRuntime().availableProcessors(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        false,
                        OptionalLong.empty(),
                        2000,
                        0));
        assertThat(plan.seed()).isZero();
        assertThat(plan.output()).isEqualTo(Path.of("runs", "demo").toAbsolutePath());
    }

    @Test
    void aBosIsAWordOrAnId() throws IOException {
        Plan plan = folder.read(ConfigFolder.FULL, Map.of("corpus.bos", "151_646"));
        assertThat(plan.corpus().prependBos()).isEqualTo(Plan.Beginning.with(151_646));
        assertThat(plan.resolved().get("corpus"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("bos", 151_646);
        assertThat(folder.read(ConfigFolder.FULL, Map.of("corpus.bos", "always"))
                        .corpus()
                        .prependBos())
                .isEqualTo(Plan.Beginning.ALWAYS);
    }

    @Test
    void readsEveryKey() throws IOException {
        Plan plan = folder.read(ConfigFolder.FULL);
        assertThat(plan.model().backend().options())
                .isEqualTo(new TestPlugins.BackendOptions(TestPlugins.Level.BASIC_ONLY));
        assertThat(plan.corpus().sequences()).hasValue(1000);
        assertThat(plan.corpus().packing()).isEqualTo(Plan.Packing.DOCUMENT);
        assertThat(plan.corpus().prependBos()).isEqualTo(Plan.Beginning.NEVER);
        assertThat(plan.corpus().tokenizer()).contains(temp.resolve("model/tokenizer.json"));
        assertThat(plan.corpus().calibration())
                .isEqualTo(new Plan.Calibration(Optional.of(temp.resolve("text.jsonl")), 10));
        assertThat(plan.corpus().reader().options()).isEqualTo(new TestPlugins.ReaderOptions("content"));
        assertThat(plan.sites())
                .containsExactly(
                        new Plan.Written("blocks.3.hook_resid_post", "demo.yaml:16"),
                        new Plan.Written("blocks.*.hook_mlp_out", "demo.yaml:16"));
        assertThat(plan.interventions()).extracting(Chosen::name).containsExactly("sae", "sae_32");
        assertThat(plan.baselines()).extracting(Chosen::name).containsExactly("zero", "eps_random", "eps_once");
        assertThat(plan.baselines())
                .extracting(Chosen::place)
                .containsExactly("demo.yaml:21", "demo.yaml:22", "demo.yaml:23");
        assertThat(plan.metrics().get(1).options())
                .isEqualTo(new TestPlugins.Orders(List.of(0.5, 10.0, Double.POSITIVE_INFINITY)));
        assertThat(plan.floors().orElseThrow()).containsExactly("eps_random", "eps_once");
        assertThat(plan.reports()).extracting(Chosen::name).containsExactly("html");
        assertThat(plan.positions()).isEqualTo(new Plan.Positions(1, Optional.of(List.of(0, 5)), OptionalInt.of(2000)));
        assertThat(plan.run())
                .isEqualTo(new Plan.Run(
                        2, OptionalInt.of(4), OptionalInt.empty(), false, OptionalLong.of(1_610_612_736L), 500, 0));
        assertThat(plan.seed()).isEqualTo(-7);
    }

    @Test
    void putsTheSitesNameInPlace() throws IOException {
        Plan plan = folder.read(ConfigFolder.FULL);
        assertThat(plan.interventions().get(0).optionsAt("blocks.3.hook_resid_post"))
                .isEqualTo(new TestPlugins.SaeOptions(temp.resolve("saes/blocks.3.hook_resid_post"), 16));
        assertThat(plan.interventions().get(1).optionsAt("blocks.3.hook_resid_post"))
                .isEqualTo(new TestPlugins.SaeOptions(temp.resolve("saes/one"), 32));
    }

    @Test
    void leavesOpenWhichBaselinesAreNoiseIfNoneAreNamed() throws IOException {
        assertThat(folder.read(ConfigFolder.MINIMAL + "baselines: [eps_random]").floors())
                .isEmpty();
    }

    @Test
    void resolvesToAConfigThatMeansTheSameFromAnywhere() throws IOException {
        Plan plan = folder.read(ConfigFolder.FULL);
        String yaml = new ObjectMapper(new YAMLFactory()).writeValueAsString(plan.resolved());
        Path elsewhere = temp.resolve("runs/here");
        java.nio.file.Files.createDirectories(elsewhere);
        Path copy = java.nio.file.Files.writeString(elsewhere.resolve("config.yaml"), yaml);
        Plan again = ConfigReader.read(copy, TestPlugins.catalogue(), Map.of());
        assertThat(again.resolved()).isEqualTo(plan.resolved());
        assertThat(again.output()).isEqualTo(plan.output());
        assertThat(again.interventions().get(0).optionsAt("s"))
                .isEqualTo(plan.interventions().get(0).optionsAt("s"));
    }

    @Test
    void bindsTheMetricsOfAFinishedRunFromItsResolvedConfigAlone() throws IOException {
        Catalogue catalogue =
                TestPlugins.catalogue(new TestPlugins.Measure<>("everything", TestPlugins.EveryType.class));
        String metrics = """
                metrics:
                  - kl
                  - { type: renyi, name: other_orders, orders: [0.5, 1e1, inf] }
                  - { type: everything, large_number: 9000000000, share: 1e-6, flag: true, words: "no", file: "x/{site}",
                      level: basic_only, levels: [all, none], files: [a, b] }
                """;
        Plan plan = folder.read(ConfigFolder.MINIMAL + metrics, Map.of(), catalogue);
        String yaml = new ObjectMapper(new YAMLFactory()).writeValueAsString(plan.resolved());
        Map<String, Object> stored = new ObjectMapper(new YAMLFactory()).readValue(yaml, new TypeReference<>() {});
        stored.keySet().removeIf(key -> !key.equals("metrics"));

        for (Map<String, Object> resolved : List.of(plan.resolved(), stored)) {
            List<Chosen<MetricProvider<?>>> again = ConfigReader.metrics(resolved, catalogue);
            assertThat(again).extracting(Chosen::name).containsExactly("kl", "other_orders", "everything");
            assertThat(again).extracting(each -> each.provider().id()).containsExactly("kl", "renyi", "everything");
            for (int i = 0; i < again.size(); i++) {
                assertThat(again.get(i).optionsAt("s"))
                        .isEqualTo(plan.metrics().get(i).optionsAt("s"));
            }
        }
    }

    @Test
    void saysWhichMetricsOfAFinishedRunAreNotInstalled() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL);
        Catalogue without = Catalogue.load(Path.of("plugins"), List.of());
        assertThatThrownBy(() -> ConfigReader.metrics(plan.resolved(), without))
                .isInstanceOfSatisfying(
                        UserError.class,
                        mistakes -> assertThat(mistakes.sentences())
                                .containsExactly(
                                        "the run's metrics: unknown metric 'kl' (there is none here); the plugin 'kl' would provide"
                                                + " it, but it is missing from plugins",
                                        "the run's metrics: unknown metric 'loss' (there is none here); the plugin 'loss' would"
                                                + " provide it, but it is missing from plugins"));
    }

    @Test
    void letsOverridesReplaceAndAdd() throws IOException {
        Plan plan = folder.read(
                ConfigFolder.MINIMAL,
                Map.of(
                        "run.threads", "3",
                        "corpus.sequences", "8",
                        "output", "runs/x",
                        "sites", "[a, b]",
                        "corpus.calibration.sequences", "2"));
        assertThat(plan.run().threads()).isEqualTo(3);
        assertThat(plan.corpus().sequences()).hasValue(8);
        assertThat(plan.output()).isEqualTo(Path.of("runs/x").toAbsolutePath());
        assertThat(plan.sites()).extracting(Plan.Written::text).containsExactly("a", "b");
        assertThat(plan.corpus().calibration().sequences()).isEqualTo(2);
    }

    @Test
    void saelensConventionsBringWhatTheirFiguresNeed() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL + "conventions: saelens");
        assertThat(plan.conventions()).isEqualTo(Plan.Conventions.SAELENS);
        assertThat(plan.baselines()).extracting(Chosen::name).containsExactly("zero_all");
        assertThat(plan.floors()).isEmpty();
        assertThat(plan.metrics())
                .extracting(Chosen::name)
                .containsExactly("kl", "loss", "reconstruction", "explained_variance_legacy");
        assertThat(plan.reports()).extracting(Chosen::name).containsExactly("saelens");
        assertThat(plan.resolved()).containsEntry("conventions", "saelens");
    }

    @Test
    void whatAConfigSaysReplacesWhatItsConventionsBring() throws IOException {
        Plan plan = folder.read(
                ConfigFolder.MINIMAL + "conventions: saelens\nbaselines: [eps_random]\nmetrics: [kl]\nreports: [html]");
        assertThat(plan.baselines()).extracting(Chosen::name).containsExactly("eps_random");
        assertThat(plan.metrics()).extracting(Chosen::name).containsExactly("kl");
        assertThat(plan.reports()).extracting(Chosen::name).containsExactly("html");
    }

    @Test
    void readsEveryTypeOfOption() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL
                + "baselines: [{ type: everything, small_number: 1e3, large_number: 9000000000, share: .5, flag: True,"
                + " words: no, file: ../x, level: all, levels: [basic_only, none], files: [a, /b] }]");
        assertThat(plan.baselines().get(0).options())
                .isEqualTo(new TestPlugins.EveryType(
                        1000,
                        9_000_000_000L,
                        0.5,
                        true,
                        "no",
                        temp.resolveSibling("x"),
                        TestPlugins.Level.ALL,
                        List.of(TestPlugins.Level.BASIC_ONLY, TestPlugins.Level.NONE),
                        List.of(temp.resolve("a"), Path.of("/b"))));
    }

    @Test
    void keepsAnEmptyPathAsNoPath() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL + "baselines: [everything]");
        assertThat(((TestPlugins.EveryType) plan.baselines().get(0).options()).file())
                .isEqualTo(Path.of(""));
    }

    @Test
    void theResolvedConfigOfARunHoldsTheBatchThatWasChosen() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL + "run: { batch_tokens: 512 }\n")
                .withBatch(4);
        assertThat(plan.run().batchSequences()).hasValue(4);
        assertThat(plan.run().batchTokens()).isEmpty();
        assertThat(plan.resolved().get("run"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("batch", 4)
                .containsKey("threads")
                .doesNotContainKey("batch_tokens");
        List<String> alwaysThere = new ArrayList<>(ConfigReader.KEYS);
        alwaysThere.remove("plugins"); // only where the config says something of them
        alwaysThere.remove("until"); // likewise
        alwaysThere.remove("floor"); // only where there is one
        alwaysThere.remove("floors"); // what they are is known once baselines are made
        assertThat(plan.resolved().keySet()).containsExactlyElementsOf(alwaysThere);
    }

    @Test
    void putsTheNumberOfTheSitesBlockInAPath() throws IOException {
        Plan plan = folder.read(
                ConfigFolder.MINIMAL.replace("[zero]", "[{ type: sae, path: 'saes/layer_{layer}/{site}' }]"));
        Chosen<?> sae = plan.interventions().get(0);
        assertThat(sae.optionsAt("blocks.17.hook_mlp_out"))
                .isEqualTo(new TestPlugins.SaeOptions(temp.resolve("saes/layer_17/blocks.17.hook_mlp_out"), 16));
        assertThat(sae.optionsAt("hook_embed"))
                .as("of a site that belongs to no block")
                .isEqualTo(new TestPlugins.SaeOptions(temp.resolve("saes/layer_{layer}/hook_embed"), 16));
        assertThat(plan.resolved().get("interventions").toString()).contains("layer_{layer}/{site}");
    }

    @Test
    void leavesOutWhatMayBeLeftOutAndHasNoDefault() throws IOException {
        Catalogue catalogue = TestPlugins.catalogue(new TestPlugins.Replace<>("left", TestPlugins.Left.class));
        Plan plan = folder.read(
                ConfigFolder.MINIMAL.replace(
                        "[zero]", "[left, { type: left, name: given, k: 3, writes: 'blocks.{layer}.hook_mlp_out' }]"),
                Map.of(),
                catalogue);
        assertThat(plan.interventions().get(0).optionsAt("blocks.2.hook_resid_post"))
                .isEqualTo(new TestPlugins.Left(OptionalInt.empty(), Optional.empty()));
        assertThat(plan.interventions().get(1).optionsAt("blocks.2.hook_resid_post"))
                .isEqualTo(new TestPlugins.Left(OptionalInt.of(3), Optional.of("blocks.2.hook_mlp_out")));
        assertThat(plan.resolved().get("interventions").toString())
                .doesNotContain("k=,", "Optional")
                .contains("k=3");
    }

    @Test
    void aModelAndATextMayBePathsAlone() throws IOException {
        String plain = "model: model\ncorpus: text.jsonl\nsites: [a]\ninterventions: [zero]\n";
        Plan plan = folder.read(plain, Map.of("corpus.sequences", "3"));
        assertThat(plan.model().path()).isEqualTo(temp.resolve("model"));
        assertThat(plan.corpus().path()).isEqualTo(temp.resolve("text.jsonl"));
        assertThat(plan.corpus().sequences()).hasValue(3);
        assertThat(folder.read(ConfigFolder.MINIMAL, Map.of("corpus", "text.jsonl"))
                        .corpus()
                        .path())
                .isEqualTo(temp.resolve("text.jsonl"));
    }
}
