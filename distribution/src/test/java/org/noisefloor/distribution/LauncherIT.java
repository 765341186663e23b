package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/noisefloor} starts from anywhere, says what it needs, and leaves nothing behind. */
class LauncherIT {
    @TempDir
    Path temp;

    private static void assertThatItListsThePlugins(Distribution.Result result) {
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).contains("kl", "plugin-kl");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void worksFromAPathWithSpaces() {
        assertThatItListsThePlugins(Distribution.shipped()
                .copyTo(temp.resolve("a path with spaces"))
                .start("plugins", "list"));
    }

    @Test
    void worksThroughAChainOfSymbolicLinks() throws IOException {
        Path real = Distribution.shipped().copyTo(temp.resolve("real")).home().resolve("bin/noisefloor");
        Path absolute = Files.createSymbolicLink(temp.resolve("absolute"), real);
        Path bin = Files.createDirectories(temp.resolve("my bin"));
        Path relative = Files.createSymbolicLink(bin.resolve("noisefloor"), bin.relativize(absolute));
        assertThatItListsThePlugins(Distribution.shipped().start(List.of(relative.toString(), "plugins", "list")));
    }

    @Test
    void worksFromAnotherWorkingDirectory() {
        assertThatItListsThePlugins(Distribution.shipped().in(temp).start("plugins", "list"));
    }

    @Test
    void takesNamesBeyondAsciiInALocaleWithoutThem() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding")).as("names of files").isEqualTo("UTF-8");
        Distribution program = Distribution.shipped()
                .copyTo(temp.resolve("Übergröße"))
                .with("LC_ALL", "C")
                .with(
                        "NOISEFLOOR_CACHE",
                        temp.resolve("Zwischenlager für Größeres").toString());
        assertThatItListsThePlugins(program.start("plugins", "list"));
        Path examples = program.home().resolve("examples");
        Files.writeString(
                temp.resolve("für mich.yaml"),
                Files.readString(examples.resolve("demo.yaml"))
                        .replaceAll("demo/(model|text|saes)", examples + "/demo/$1"));
        var result = program.in(temp).start("check", "für mich.yaml", "--output", "Läufe/einer");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).contains("für mich.yaml is in order", "Läufe/einer");
    }

    @Test
    void passesArgumentsWithSpacesAndStarsAsTheyAre() {
        var result = Distribution.shipped().in(temp).start("check", "no such *.yaml");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).contains("no such *.yaml");
    }

    @Test
    void saysThatTheJavaOfJavaHomeIsNotThere() {
        var result = Distribution.shipped()
                .with("JAVA_HOME", temp.resolve("nothing").toString())
                .start("plugins", "list");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .isEqualToIgnoringNewLines("error: no Java was found as '" + temp.resolve("nothing/bin/java")
                        + "'; install a JDK 17 or newer, or set JAVA_HOME to one");
    }

    private Path program(String name, String line) throws IOException {
        Path program = temp.resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_292, 8", "11.0.22, 11", "16, 16"})
    void saysThatTheJavaIsTooOld(String version, String feature) throws IOException {
        Path java = program("old/bin/java", "echo 'openjdk version \"" + version + "\" 2021-03-16' >&2");
        var result = Distribution.shipped()
                .with("JAVA_HOME", temp.resolve("old").toString())
                .start("plugins", "list");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .isEqualToIgnoringNewLines("error: '" + java + "' is Java " + feature
                        + ", but 17 or newer is needed; set JAVA_HOME to a newer one");
    }

    @Test
    void takesOptionsForTheJvmFromTheEnvironment() {
        var result = Distribution.shipped()
                .with("NOISEFLOOR_JAVA_OPTS", "-Xmx256m -showversion")
                .start("plugins", "list");
        assertThat(result.exitCode()).isZero();
        assertThat(result.stderr()).contains("VM");
    }

    @Test
    void takesAnotherCollectorThanItsOwn() {
        assertThatItListsThePlugins(Distribution.shipped()
                .with("NOISEFLOOR_JAVA_OPTS", "-XX:+UseParallelGC")
                .start("plugins", "list"));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void whatIsCompiledOnOneProcessorIsWaitedFor(int processors, boolean inBackground) throws IOException {
        program("nproc", "[ -z \"$OMP_NUM_THREADS\" ] && echo " + processors);
        var result = Distribution.shipped()
                .with("PATH", temp + ":" + System.getenv("PATH"))
                .with("OMP_NUM_THREADS", "3")
                .with("NOISEFLOOR_JAVA_OPTS", "-XX:+PrintFlagsFinal")
                .start("run", "--help");
        assertThat(result.stdout()).containsPattern(" BackgroundCompilation += " + inBackground + " ");
    }

    /** Which JVM a command needs hangs on the command, wherever the options stand. */
    @ParameterizedTest
    @CsvSource({
        "run x.yaml, true",
        "--plugins more run x.yaml, true",
        "--plugins=more --plugins run check x.yaml, true",
        "--plugins run plugins list, false",
        "--version, false"
    })
    void whatComputesHasTheOptimisingCompiler(String command, boolean computes) throws IOException {
        program("told/bin/java", "[ \"$1\" = -version ] && echo 'openjdk version \"17\"' >&2 || echo \"$@\"");
        var result = Distribution.shipped()
                .with("JAVA_HOME", temp.resolve("told").toString())
                .start(command.split(" "));
        assertThat(result.stdout()).contains("org.noisefloor.core.cli.Main " + command);
        assertThat(result.stdout().contains("-XX:TieredStopAtLevel=1 ")).isNotEqualTo(computes);
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, false", "18, true", "25.0.3, true"})
    void compilersAfterThatOf17UnrollNoLoopsOverVectors(String version, boolean isTold) throws IOException {
        program(
                "told/bin/java",
                "[ \"$1\" = -version ] && echo 'openjdk version \"" + version + "\"' >&2 || echo \"$@\"");
        var result = Distribution.shipped()
                .with("JAVA_HOME", temp.resolve("told").toString())
                .start("run", "--help");
        assertThat(result.stdout().contains("-XX:LoopUnrollLimit=20 ")).isEqualTo(isTold);
        assertThat(result.stdout()).contains("org.noisefloor.core.cli.Main run --help");
    }

    @Test
    void theLauncherForWindowsNamesTheSameOptionsAndVariables() throws IOException {
        String names = "--[-a-z]+[= ][^ '\"]*ALL-UNNAMED|-XX:[^ '\"]+|-D[a-z.]+|[A-Z]+(_[A-Z]+)+";
        Set<String> asked = named("bin/noisefloor", names);
        // what is asked of a terminal, of a locale, and of the system where others than Windows keep caches
        asked.removeAll(Set.of("-Dnoisefloor.terminal", "-Dnoisefloor.piped", "-Dnoisefloor.columns"));
        asked.removeAll(Set.of("LC_ALL", "XDG_CACHE_HOME", "ANSI_X", "JAVA_VERSION"));
        // it does not ask for the version of Java
        asked.remove("-XX:LoopUnrollLimit=20");
        // where Windows has a variable of its own
        asked.removeAll(Set.of("OMP_NUM_THREADS", "OMP_THREAD_LIMIT"));
        asked.add("NUMBER_OF_PROCESSORS");
        assertThat(named("bin/noisefloor.bat", names)).isEqualTo(asked);
    }

    private static Set<String> named(String launcher, String names) throws IOException {
        String text = Files.readString(Distribution.shipped().home().resolve(launcher));
        return Pattern.compile(names)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void saysThatTheOptionsForTheJvmAreWrong() {
        var result = Distribution.shipped()
                .with("NOISEFLOOR_JAVA_OPTS", "-Xmx256m -Xfoo")
                .start("plugins", "list");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .startsWith("error: Java does not start with NOISEFLOOR_JAVA_OPTS='-Xmx256m -Xfoo'; it says:")
                .contains("-Xfoo")
                .hasLineCount(2);
    }

    @Test
    void listsWhichPluginsCannotBeUsedAndSaysThatTheyAreMissing() throws IOException {
        Distribution copy = Distribution.shipped().copyTo(temp.resolve("copy"));
        Path config = copy.home().resolve("examples/demo.yaml");
        Files.writeString(copy.home().resolve("plugins/broken.jar"), "no jar");
        var unneeded = copy.in(temp).start("check", config.toString());
        assertThat(unneeded.exitCode()).as(unneeded.stderr()).isZero();
        assertThat(unneeded.stderr()).doesNotContain("broken.jar");
        var listed = copy.in(temp).start("plugins", "list");
        assertThat(listed.exitCode()).isEqualTo(2);
        assertThat(listed.stdout().lines())
                .filteredOn(line -> line.contains("broken.jar"))
                .singleElement()
                .asString()
                .contains("broken.jar is not a readable jar");
        Files.move(copy.home().resolve("plugins"), copy.home().resolve("elsewhere"));
        var missing = copy.in(temp).start("plugins", "list");
        assertThat(missing.exitCode()).isZero();
        assertThat(missing.stderr()).contains("warning: there is no plugins folder");
    }

    @Test
    void aRunWritesToTheOutputAndTheCacheAlone() throws IOException {
        Path home = Files.createDirectories(temp.resolve("home"));
        Path scratch = Files.createDirectories(temp.resolve("tmp"));
        Path workingDirectory = Files.createDirectories(temp.resolve("work"));
        Path inputs = Files.createDirectories(temp.resolve("inputs"));
        Path examples = Distribution.shipped().home().resolve("examples");
        Path config = Files.writeString(
                inputs.resolve("demo.yaml"),
                Files.readString(examples.resolve("demo.yaml"))
                        .replace("output: runs/demo", "output: '" + temp.resolve("output") + "'")
                        .replaceAll("demo/(model|text|saes)", examples + "/demo/$1")
                        .replace("sequences: 64", "sequences: 2")
                        .replace("sequences: 24", "sequences: 1"));
        var result = Distribution.shipped()
                .in(workingDirectory)
                .with("HOME", home.toString())
                .with("NOISEFLOOR_CACHE", temp.resolve("cache").toString())
                .with("NOISEFLOOR_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch + " -Duser.home=" + home)
                .start("run", config.toString());

        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(temp.resolve("output/report.json")).exists();
        assertThat(tree(home)).isEmpty();
        assertThat(tree(scratch)).isEmpty();
        assertThat(tree(workingDirectory)).isEmpty();
        assertThat(tree(inputs)).containsExactly("demo.yaml");
        assertThat(tree(temp)).allMatch(file -> file.matches("(output|cache)/.*|inputs/demo\\.yaml"));
        assertThat(result.stderr().lines()).noneMatch(line -> line.matches("(?i).*(warn|deprecat|slf4j|exception).*"));
    }

    private static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
