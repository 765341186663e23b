package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;

/** A plugins folder is changed by whole plugins that were looked at before, or not at all. */
class PluginFolderTest {
    /** Systems give no number so large. */
    private static final long FORMER_PROCESS = 999_999_999_999L;

    @TempDir
    Path temp;

    private Path plugins;
    private PluginFolder folder;

    @BeforeEach
    void aFolderWithAPlugin() throws IOException {
        plugins = temp.resolve("plugins");
        folder = new PluginFolder(plugins);
        PluginJar.good("one", "one").write(plugins.resolve("one-1.jar"), temp);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(plugins)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private Path install(Path file, boolean replace) {
        return folder.install(file, replace, provider -> List.of());
    }

    private List<String> ids() {
        return Catalogue.load(plugins, List.of()).all(MetricProvider.class).stream()
                .map(MetricProvider::id)
                .toList();
    }

    @Test
    void aJarAndAFolderOfJarsAreInstalled() throws IOException {
        assertThat(install(PluginJar.good("two", "two").write(temp.resolve("two.jar"), temp), false))
                .isEqualTo(plugins.resolve("two.jar"));
        PluginJar.good("three", "three").write(temp.resolve("three/main.jar"), temp);
        PluginJar.library().write(temp.resolve("three/lib.jar"), temp);
        install(temp.resolve("three"), false);
        assertThat(names()).containsExactly("one-1.jar", "three", "two.jar");
        assertThat(ids()).containsExactly("one", "three", "two");
    }

    @Test
    void whatIsBrokenIsNotInstalledAndAllThatIsWrongIsSaid() throws IOException {
        Path broken = PluginJar.plugin("bad")
                .sourceLeftOut("gone.Lib", "package gone; public class Lib { public static void help() {} }")
                .metric("bad.Bad", "bad", "void later() { gone.Lib.help(); }")
                .services(Kind.STRATIFIER, "bad.Gone")
                .write(temp.resolve("bad.jar"), temp);
        assertThatThrownBy(() -> install(broken, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("names bad.Gone, which is not in its jars")
                .hasMessageContaining(
                        "class bad.Bad uses the class gone.Lib, which is neither in its jars nor in the JDK nor in"
                                + " the plugin API; put the jar of its library into the plugin's folder");
        assertThat(names()).containsExactly("one-1.jar");
    }

    @Test
    void whatFailsItsTrialIsNotInstalledAndTheOneBeforeStays() throws IOException {
        Path newer = PluginJar.good("one", "newer").write(temp.resolve("one-1.jar"), temp);
        byte[] before = Files.readAllBytes(plugins.resolve("one-1.jar"));
        assertThatThrownBy(() ->
                        folder.install(newer, true, provider -> List.of(provider.id() + " breaks a rule; mend it")))
                .isInstanceOf(UserError.class)
                .hasMessage(newer + ": newer breaks a rule; mend it");
        assertThat(names()).containsExactly("one-1.jar");
        assertThat(plugins.resolve("one-1.jar")).hasBinaryContent(before);
    }

    @Test
    void whatIsInstalledIsWhatWasVerified() throws IOException {
        Path file = PluginJar.good("two", "two").write(temp.resolve("two.jar"), temp);
        byte[] verified = Files.readAllBytes(file);
        Path place = folder.install(file, false, provider -> {
            overwrite(file);
            return List.of();
        });
        assertThat(place).hasBinaryContent(verified);
    }

    private static void overwrite(Path file) {
        try {
            Files.writeString(file, "another");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aPluginTakesThePlaceOfAnotherVersionOnlyWhenAsked() throws IOException {
        Path newer = PluginJar.good("one", "newer")
                .manifest("Noisefloor-Plugin-Version", "2.0")
                .write(temp.resolve("one-2.jar"), temp);
        assertThatThrownBy(() -> install(newer, false))
                .isInstanceOf(UserError.class)
                .hasMessage("plugin 'one' is installed already (one-1.jar); --replace puts this one in its place");
        install(newer, true);
        assertThat(names()).containsExactly("one-2.jar");
        assertThat(ids()).containsExactly("newer");
    }

    @Test
    void anotherPluginsFileIsNeverReplaced() throws IOException {
        Path other = PluginJar.good("other", "other").write(temp.resolve("x/one-1.jar"), temp);
        assertThatThrownBy(() -> install(other, true))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("one-1.jar is there already and is another plugin; give the file another name");
        assertThat(ids()).containsExactly("one");
    }

    @Test
    void whatIsNoPluginIsSaid() throws IOException {
        assertThatThrownBy(() -> install(temp.resolve("gone.jar"), false))
                .hasMessageContaining("there is no " + temp.resolve("gone.jar"));
        assertThatThrownBy(() -> install(Files.writeString(temp.resolve("notes.txt"), "x"), false))
                .hasMessageContaining("is neither a jar nor a folder of jars");
    }

    @Test
    void aPluginIsDisabledEnabledAndRemovedByItsIdOrFile() throws IOException {
        folder.disable("one");
        assertThat(ids()).isEmpty();
        assertThat(folder.disabled()).containsExactly("one");
        folder.enable("one");
        assertThat(ids()).containsExactly("one");
        folder.disable("one-1.jar");
        folder.enable("one-1.jar");
        folder.remove("one");
        assertThat(names()).isEmpty();
    }

    @Test
    void aBrokenPluginIsRemovedByItsFile() throws IOException {
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        folder.remove("broken.jar");
        assertThat(names()).containsExactly("one-1.jar");
    }

    /** @param came whether what was to come is in its place already */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAKilledProcessWasAtIsUndoneOrEnded(boolean came) throws IOException {
        Path staging = plugins.resolve(".staging-" + FORMER_PROCESS);
        Files.createDirectories(staging.resolve(".old"));
        Files.move(plugins.resolve("one-1.jar"), staging.resolve(".old/one-1.jar"));
        PluginJar.good("one", "newer").write((came ? plugins : staging).resolve("one-2.jar"), temp);
        assertThat(ids()).isEqualTo(came ? List.of("newer") : List.of());
        install(PluginJar.good("two", "two").write(temp.resolve("two.jar"), temp), false);
        assertThat(names()).containsExactly(came ? "one-2.jar" : "one-1.jar", "two.jar");
    }

    @Test
    void whatAnotherProcessIsAtStays() throws IOException {
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Path staging = Files.createDirectories(plugins.resolve(".staging-" + other));
        folder.disable("one");
        folder.enable("one");
        assertThat(staging).exists();
    }

    @Test
    void whatIsNotThereIsSaidWithWhatIs() {
        assertThatThrownBy(() -> folder.remove("oen"))
                .isInstanceOf(UserError.class)
                .hasMessage("plugins remove: unknown plugin 'oen'; did you mean 'one'? (valid: one)");
    }
}
