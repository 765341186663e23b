package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The metric of {@code examples/third-party-metric}, compiled against the shipped API jar alone and dropped into
 * {@code plugins/}: it gets everything that the project's own metrics get.
 */
class ThirdPartyMetricIT {
    private static final Path EXAMPLE = Distribution.repository().resolve("examples/third-party-metric");
    private static final String SITE = "blocks.3.hook_resid_post";

    @TempDir
    static Path temp;

    private static Distribution noisefloor;
    private static Distribution.Result run;
    private static JsonNode report;

    @BeforeAll
    static void installAndRun() throws Exception {
        noisefloor = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        Path classes = compile(Files.createDirectories(temp.resolve("classes")));
        pack(classes, noisefloor.home().resolve("plugins/noisefloor-triangular.jar"));
        Path demo = Distribution.repository().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve("triangular.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', sequences: 6, length: 32, calibration: { sequences: 0 } }
                sites: [ %s ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ identity, zero, { type: eps_random, draws: 2 } ]
                metrics: [ kl, triangular ]
                stratify: [ correct_token ]
                floors: [ eps_random ]
                run: { resamples: 100 }
                output: '%s'
                """.formatted(
                        demo.resolve("model"),
                        demo.resolve("text.jsonl"),
                        SITE,
                        demo.resolve("saes").resolve(SITE),
                        temp.resolve("out")));
        run = noisefloor.start("run", "--details", config.toString());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        report = new ObjectMapper().readTree(temp.resolve("out/report.json").toFile());
    }

    /** Compiles the example as its own build does, with nothing but the shipped API on the class path. */
    private static Path compile(Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled = javac.getTask(
                            messages,
                            files,
                            null,
                            List.of("--release", "17", "-d", classes.toString(), "-cp", api().toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(filesIn(EXAMPLE.resolve("src/main/java"))))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        return classes;
    }

    private static Path api() throws IOException {
        try (Stream<Path> jars = Files.list(noisefloor.home().resolve("lib"))) {
            return jars.filter(ThirdPartyMetricIT::isOurApi).findFirst().orElseThrow();
        }
    }

    /** The tokenizers' library has an api-….jar too. */
    private static boolean isOurApi(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("org/noisefloor/api/metric/MetricProvider.class") != null;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Makes the jar with the manifest entries that the example's pom gives. */
    private static void pack(Path classes, Path jar) throws Exception {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest())) {
            for (Path folder : List.of(classes, EXAMPLE.resolve("src/main/resources"))) {
                for (Path file : filesIn(folder)) {
                    entries.putNextEntry(
                            new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, entries);
                    entries.closeEntry();
                }
            }
        }
    }

    private static Manifest manifest() throws Exception {
        Element pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(EXAMPLE.resolve("pom.xml").toFile())
                .getDocumentElement();
        String version = pom.getElementsByTagName("version").item(0).getTextContent();
        String api = pom.getElementsByTagName("noisefloor.api.version").item(0).getTextContent();
        NodeList given = ((Element) pom.getElementsByTagName("manifestEntries").item(0)).getElementsByTagName("*");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < given.getLength(); i++) {
            String value = given.item(i)
                    .getTextContent()
                    .replace("${project.version}", version)
                    .replace("${noisefloor.api.version}", api);
            manifest.getMainAttributes().putValue(given.item(i).getNodeName(), value);
        }
        return manifest;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JsonNode arm(String name) {
        for (JsonNode each : report.at("/sites/0/arms")) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    private static double value(String arm, String figure) {
        JsonNode value = arm(arm).at("/figures/" + figure + "/value");
        assertThat(value.isNumber()).as("%s of %s", figure, arm).isTrue();
        return value.asDouble();
    }

    @Test
    void isListedAsUsable() {
        assertThat(noisefloor.start("plugins", "list").stdout())
                .containsPattern("(?m)^triangular +metric +1\\.0\\.0 +noisefloor-triangular\\.jar +ok$");
    }

    @Test
    void isBetweenZeroAndTwoAndZeroWhereNothingChanged() {
        for (String arm : List.of("sae", "zero", "eps_random")) {
            assertThat(value(arm, "triangular")).as(arm).isGreaterThan(0).isLessThanOrEqualTo(2);
        }
        assertThat(value("identity", "triangular")).isZero();
    }

    @Test
    void isAtMostTwiceTheShippedKl() {
        for (String arm : List.of("sae", "zero", "eps_random")) {
            assertThat(value(arm, "triangular")).as(arm).isLessThanOrEqualTo(2 * value(arm, "kl"));
        }
    }

    @Test
    void getsItsTailShareToo() {
        assertThat(value("sae", "triangular_tail_share")).isBetween(0.0, 1.0);
        assertThat(arm("sae").at("/vectors/triangular_by_decade")).hasSize(9);
    }

    @Test
    void getsAnIntervalAndIsComparedWithTheFloor() {
        JsonNode figure = arm("sae").at("/figures/triangular");
        assertThat(figure.get("value").asDouble())
                .isBetween(figure.get("low").asDouble(), figure.get("high").asDouble());
        JsonNode against = arm("sae").at("/floors/eps_random/triangular");
        assertThat(against.at("/floor/value").asDouble()).isEqualTo(value("eps_random", "triangular"));
        assertThat(against.at("/ratio/value").asDouble()).isPositive();
        assertThat(against.at("/excess/value").isNumber()).isTrue();
    }

    @Test
    void isCrossedWithTheClasses() {
        JsonNode classes = arm("sae").at("/classes/correct_token");
        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(each.get("figures").has("triangular")).isTrue());
    }

    @Test
    void hasAColumnOnTheConsoleBesideAnotherDivergence() {
        assertThat(run.stdout().lines()).anyMatch(line -> line.matches("triangular +.*"));
    }

    @Test
    void hasIntervalAndRatioOnTheConsoleWhereItIsTheFirst() {
        var alone = noisefloor.start(
                "run",
                "--details",
                temp.resolve("triangular.yaml").toString(),
                "--set",
                "metrics=[triangular]",
                "--output",
                temp.resolve("alone").toString());
        assertThat(alone.exitCode()).as(alone.stderr()).isZero();
        String interval = "\\d\\S* \\[\\S+, \\S+\\]";
        assertThat(alone.stdout())
                .contains("triangular: mean triangular discrimination", "Against the noise floors")
                .containsPattern("(?m)^ sae +" + interval + "$")
                .containsPattern("(?m)^ +eps_random +" + interval + " +\\S* \\[\\S+, \\S+\\]$");
    }
}
