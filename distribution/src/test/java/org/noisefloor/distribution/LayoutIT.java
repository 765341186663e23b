package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies where in the folder and the archives that users get. */
class LayoutIT {
    private static final Path HOME = Distribution.shipped().home();

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFolderHoldsWhatAUserNeedsAndNothingElse() throws IOException {
        assertThat(names(HOME))
                .containsExactly(
                        "CHANGELOG.md",
                        "CONTRIBUTING.md",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "SECURITY.md",
                        "bin",
                        "docs",
                        "examples",
                        "lib",
                        "noisefloor",
                        "noisefloor.bat",
                        "plugins",
                        "repository",
                        "runner-spark");
        assertThat(names(HOME.resolve("bin"))).containsExactly("noisefloor", "noisefloor.bat");
        assertThat(HOME.resolve("bin/noisefloor")).isExecutable();
        assertThat(HOME.resolve("noisefloor")).isExecutable();
        assertThat(HOME.resolve("LICENSE")).content().contains("Apache License");
    }

    @Test
    void libHoldsTheHostAndThePluginApiAndNoPlugin() throws IOException {
        assertThat(names(HOME.resolve("lib")))
                .allMatch(name -> name.endsWith(".jar"))
                .noneMatch(name -> name.matches("(plugin|backend|runner|distribution)-.*"))
                .noneMatch(name ->
                        name.matches("(onnxruntime|openblas|javacpp|jspecify|byte-buddy|archunit|spark|scala).*"))
                .anyMatch(name -> name.startsWith("core-"))
                .anyMatch(name -> name.startsWith("files-"))
                .anyMatch(name -> name.startsWith("noisefloor-api-"))
                // "plugins verify" asks its contracts
                .anyMatch(name -> name.startsWith("noisefloor-testkit-"))
                .anyMatch(name -> name.startsWith("slf4j-api-"));
    }

    @Test
    void eachShippedPluginHasAFolder() throws IOException {
        assertThat(names(HOME.resolve("plugins")))
                .containsExactly("baselines", "djl", "kl", "loss", "onnx", "report", "sae");
    }

    @ParameterizedTest
    @CsvSource({
        "baselines, plugin-baselines",
        "djl, backend-djl",
        "kl, plugin-kl",
        "loss, plugin-loss",
        "onnx, backend-onnx",
        "report, plugin-report",
        "sae, plugin-sae"
    })
    void aPluginsFolderHoldsItsJarAndItsLibrariesAndNothingOfTheHost(String id, String jar) throws IOException {
        Path folder = HOME.resolve("plugins").resolve(id);
        assertThat(names(folder))
                .allMatch(name -> name.endsWith(".jar"))
                .noneMatch(name -> name.matches("(api|core|testkit|slf4j|jspecify|junit|assertj).*"))
                .filteredOn(name -> name.matches("(plugin|backend)-.*"))
                .singleElement()
                .satisfies(name -> {
                    assertThat(name).startsWith(jar + "-");
                    try (JarFile plugin = new JarFile(folder.resolve(name).toFile())) {
                        assertThat(plugin.getManifest().getMainAttributes().getValue("Noisefloor-Plugin-Id"))
                                .isEqualTo(id);
                    }
                });
    }

    /** The loader of a plugin shows it the API alone, so what it shares with others it brings itself. */
    @ParameterizedTest
    @ValueSource(strings = {"djl", "onnx", "report", "sae"})
    void aPluginThatReadsFilesHasACopyOfWhatReadsThem(String id) throws IOException {
        assertThat(names(HOME.resolve("plugins").resolve(id)))
                .filteredOn(name -> name.matches("(org\\.noisefloor\\.)?files-.*"))
                .hasSize(1);
    }

    /** Its natives are those of one platform; which one stands in the manifest. */
    @Test
    void theBackendDjlSaysWhosePyTorchItBrings() throws IOException {
        Path folder = HOME.resolve("plugins/djl");
        String backend = names(folder).stream()
                .filter(name -> name.startsWith("backend-djl"))
                .findFirst()
                .orElseThrow();
        try (JarFile plugin = new JarFile(folder.resolve(backend).toFile())) {
            String platform = plugin.getManifest().getMainAttributes().getValue("Noisefloor-Native-Platform");
            assertThat(names(folder))
                    .filteredOn(name -> name.contains("pytorch-native"))
                    .singleElement()
                    .asString()
                    .endsWith("-" + platform + ".jar");
        }
    }

    @Test
    void noJarOfAPluginHoldsClassesThatTheHostShares() throws IOException {
        try (Stream<Path> tree = Files.walk(HOME.resolve("plugins"))) {
            for (Path jar : tree.filter(Files::isRegularFile).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertThat(zip.stream().map(entry -> entry.getName()))
                            .as(jar.toString())
                            .noneMatch(name -> name.matches("org/(noisefloor/(api|core)|slf4j|jspecify)/.*\\.class"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/demo.yaml", "examples/demo/model/model.onnx", "examples/demo/text.jsonl"})
    void theDemoIsThere(String file) {
        assertThat(HOME.resolve(file)).isNotEmptyFile();
    }

    @Test
    void everyLinkOfEveryPageLeadsSomewhereInTheFolderToo() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");
        try (Stream<Path> tree = Files.walk(HOME)) {
            for (Path page :
                    tree.filter(file -> file.toString().endsWith(".md")).toList()) {
                link.matcher(Files.readString(page))
                        .results()
                        .map(found -> found.group(1))
                        .filter(target -> !target.contains("://"))
                        .forEach(target -> assertThat(page.resolveSibling(target))
                                .as("%s in %s", target, page)
                                .exists());
            }
        }
    }

    @Test
    void noBuildOutputAndNoCacheIsAmongTheFiles() throws IOException {
        try (Stream<Path> tree = Files.walk(HOME)) {
            assertThat(tree.map(file -> HOME.relativize(file).toString()))
                    .noneMatch(name -> name.matches(".*(__pycache__|\\.pyc|/target(/.*)?|/runs(/.*)?|\\.DS_Store)"));
        }
    }

    @Test
    void theTarArchiveKeepsTheExecutableBit() throws IOException {
        Path archive = archive(".tar.gz");
        String root = archive.getFileName().toString().replace(".tar.gz", "");
        var listed = Distribution.shipped().start(List.of("tar", "-tvzf", archive.toString()));
        assertThat(listed.exitCode()).as(listed.stderr()).isZero();
        assertThat(listed.stdout().lines())
                .anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith(" " + root + "/bin/noisefloor"))
                .anyMatch(line -> line.startsWith("-rw-r--r--") && line.endsWith(" " + root + "/LICENSE"))
                .allMatch(line -> line.contains(" " + root + "/"));
    }

    @Test
    void theZipArchiveHoldsTheSameFilesAsTheFolder() throws IOException {
        Path archive = archive(".zip");
        String root = archive.getFileName().toString().replace(".zip", "/");
        try (ZipFile zip = new ZipFile(archive.toFile());
                Stream<Path> tree = Files.walk(HOME)) {
            assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()))
                    .containsExactlyInAnyOrderElementsOf(tree.filter(Files::isRegularFile)
                            .map(file -> root + HOME.relativize(file).toString().replace('\\', '/'))
                            .toList());
        }
    }

    private static Path archive(String suffix) throws IOException {
        List<String> archives = names(HOME.getParent()).stream()
                .filter(name -> name.startsWith("noisefloor-") && name.endsWith(suffix))
                .toList();
        assertThat(archives).hasSize(1);
        return HOME.resolveSibling(archives.get(0));
    }
}
