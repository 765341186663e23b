package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** A run as a job of Spark, which is the one that Maven Central has: two executors in processes of their own. */
@EnabledForJreRange(max = JRE.JAVA_21, disabledReason = "Spark 4.1 does not run on newer ones")
class SparkIT {
    private static final Path DEMO = Distribution.shipped().home().resolve("examples/demo");
    private static final List<String> SAME =
            List.of("report.json", "records.bin", "tokens.json", "config.yaml", "summary.md");

    @TempDir
    static Path temp;

    private static Path spark;
    private static Distribution machine;
    private static Path whole;

    @BeforeAll
    static void runWithoutSpark() throws IOException {
        spark = spark();
        machine = Distribution.shipped().with("SPARK_HOME", spark.toString()).with("SPARK_SCALA_VERSION", "2.13");
        config();
        var result = Distribution.run("run", temp.resolve("run.yaml").toString(), "--threads", "1");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        whole = Files.move(temp.resolve("run"), temp.resolve("whole"));
    }

    private static Path spark() {
        Path home = Path.of("target/spark").toAbsolutePath();
        var result = Distribution.shipped()
                .start(List.of(
                        Path.of(System.getProperty("noisefloor.maven"), "bin", "mvn")
                                .toString(),
                        "-q",
                        "-B",
                        "-f",
                        Distribution.repository()
                                .resolve("runner-spark/spark.xml")
                                .toString(),
                        "-Dmaven.repo.local=" + System.getProperty("noisefloor.downloaded"),
                        "-Dspark.version=" + System.getProperty("noisefloor.spark"),
                        "dependency:copy-dependencies",
                        "-DoutputDirectory=" + home.resolve("jars")));
        assertThat(result.exitCode()).as(result.stdout()).isZero();
        return home;
    }

    private static void config() throws IOException {
        Files.writeString(temp.resolve("run.yaml"), """
                model: { backend: onnx, path: '%s/model' }
                corpus: { path: '%s/text.jsonl', sequences: 24, length: 64, calibration: { sequences: 4 } }
                sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: [ mean, { type: eps_random, draws: 4 } ]
                metrics: [ kl, loss, reconstruction ]
                stratify: [ original_state ]
                reports: [ markdown ]
                run: { batch: 2, resamples: 200 }
                output: '%s'
                """.formatted(DEMO, DEMO, DEMO, temp.resolve("run")));
    }

    /** As {@code spark-submit} does: Spark's launcher says how its driver is started. */
    private static List<String> submit(String... arguments) {
        List<String> launcher = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                spark.resolve("jars") + "/*",
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit",
                "--class",
                "org.noisefloor.spark.Main",
                "--master",
                "local-cluster[2,1,1024]",
                "--conf",
                "spark.ui.enabled=false",
                machine.home().resolve("runner-spark/noisefloor-spark.jar").toString()));
        launcher.addAll(List.of(arguments));
        String command = machine.start(launcher).stdout();
        return List.of(command.substring(command.indexOf('\n') + 1).split("\0"));
    }

    @Test
    void aJobThatLosesAnExecutorInTheMiddleIsTheRunToTheByte() throws IOException, InterruptedException {
        Process driver = machine.process(submit("run", temp.resolve("run.yaml").toString(), "--shards", "12"));
        StringBuilder said = new StringBuilder();
        Long killed = null;
        try (BufferedReader console = driver.errorReader(StandardCharsets.UTF_8)) {
            for (String line = console.readLine(); line != null; line = console.readLine()) {
                said.append(line).append('\n');
                if (killed == null && line.matches(".* of 24 sequences.*")) {
                    killed = killOneExecutor(driver);
                }
            }
        }
        assertThat(driver.waitFor()).as(said.toString()).isZero();
        assertThat(killed).isNotNull();
        assertThat(said).contains("is lost", "what it was at is computed again behind its last whole batch");
        for (String file : SAME) {
            assertThat(temp.resolve("run").resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(temp.resolve("run.shards")).doesNotExist();
    }

    private static long killOneExecutor(Process driver) {
        ProcessHandle executor = driver.descendants()
                .filter(each -> each.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
        assertThat(executor.destroyForcibly()).isTrue();
        return executor.pid();
    }

    @Test
    void whatIsWrongIsToldInOneSentence() throws IOException {
        Path wrong = temp.resolve("wrong.yaml");
        Files.writeString(wrong, Files.readString(temp.resolve("run.yaml")).replace("eps_random", "eps_randon"));
        var result = machine.start(submit("run", wrong.toString()));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr())
                .contains("error: wrong.yaml:5: ", "did you mean 'eps_random'")
                .doesNotContain("\tat ");
    }
}
