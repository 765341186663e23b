package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugins folder of an installation: what is refused leaves it as it was, and what in it cannot be read is told. */
class PluginsFolderIT {
    private static final String NEGATIVE = "out[0] = -1;";

    @TempDir
    static Path temp;

    private static Distribution noisefloor;
    private static Path plugins;
    private static List<String> shipped;

    @BeforeAll
    static void install() throws IOException {
        noisefloor = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        plugins = noisefloor.home().resolve("plugins");
        shipped = names();
    }

    @AfterEach
    void asItWas() throws IOException {
        Files.deleteIfExists(plugins.resolve("mine.jar"));
        Files.deleteIfExists(plugins.resolve("closed"));
        assertThat(names()).isEqualTo(shipped);
    }

    /** Hidden ones too: what is on its way lies in such a folder. */
    private static List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(plugins)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static Distribution.Result plugins(String... arguments) {
        return noisefloor.start(
                Stream.concat(Stream.of("plugins"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Path jar(String folder, String kind, String score) {
        return StrangersJar.metric(noisefloor, temp.resolve(folder).resolve("mine.jar"), "mine", kind, score);
    }

    @Test
    void aJarThatBreaksItsContractIsRefusedAndNothingOfItIsLeft() throws IOException {
        Path negative = jar("negative", "DIVERGENCE", NEGATIVE);
        Distribution.Result refused = plugins("install", negative.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr())
                .contains("error: " + negative
                        + ": metric 'mine' breaks the rule 'divergences are never negative and zero"
                        + " where nothing changed' of MetricContract: [mine")
                .contains(
                        "; mend it until a test of its own that inherits this contract from noisefloor-testkit passes")
                .doesNotContain("\tat ");
        assertThat(names()).isEqualTo(shipped);
        assertThat(plugins("list").stdout()).doesNotContain("mine");
    }

    @Test
    void whatIsToReplaceAnInstalledOneAndBreaksItsContractLeavesThatOneInPlace() throws IOException {
        Path sound = jar("sound", "LEVEL", "");
        assertThat(plugins("install", sound.toString()).exitCode()).isZero();
        List<String> before = names();
        Distribution.Result refused = plugins(
                "install", "--replace", jar("worse", "DIVERGENCE", NEGATIVE).toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr()).contains("metric 'mine' breaks the rule 'divergences are never negative");
        assertThat(names()).isEqualTo(before);
        assertThat(plugins.resolve("mine.jar")).hasSameBinaryContentAs(sound);
        assertThat(plugins("list").stdout()).containsPattern("mine +metric .* ok");
    }

    @Test
    void whatIsSoundReplacesTheOneBeforeWhenAsked() throws IOException {
        assertThat(plugins("install", jar("older", "LEVEL", "").toString()).exitCode())
                .isZero();
        Path newer = jar("newer", "LEVEL", "out[0] = 2;");
        Distribution.Result unasked = plugins("install", newer.toString());
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.stderr())
                .contains("plugin 'mine' is installed already (mine.jar); --replace puts this one in its place");
        assertThat(plugins("install", "--replace", newer.toString()).exitCode()).isZero();
        assertThat(plugins.resolve("mine.jar")).hasSameBinaryContentAs(newer);
    }

    /** The superuser reads everything, so it looks as somebody else. */
    @Test
    void aFolderThatMayNotBeReadIsARowAndNotTheEnd() throws IOException {
        List<String> user = new ArrayList<>();
        Path closed = Files.createDirectory(plugins.resolve("closed"));
        closed.toFile().setReadable(false);
        if (Files.isReadable(closed)) {
            user.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            assumeTrue(canRun(user), "there is no setpriv, or no Java that everybody may run");
        }
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        user.addAll(List.of(noisefloor.home().resolve("bin/noisefloor").toString(), "plugins", "list"));
        Distribution.Result list = noisefloor
                .in(temp)
                .with("NOISEFLOOR_CACHE", temp.resolve("nobodys-cache").toString())
                .start(user);
        assertThat(list.exitCode()).as(list.stderr()).isEqualTo(2);
        assertThat(list.stdout())
                .containsPattern("closed .*the folder cannot be read \\(access denied\\)")
                .containsPattern("kl +metric .* ok");
    }

    private static boolean canRun(List<String> user) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            List<String> command = new ArrayList<>(user);
            command.addAll(List.of(java.toString(), "-version"));
            return noisefloor.start(command).exitCode() == 0;
        } catch (java.io.UncheckedIOException noSuchProgram) {
            return false;
        }
    }
}
