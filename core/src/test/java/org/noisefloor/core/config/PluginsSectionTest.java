package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.core.plugins.Host;

/** What a config says of plugins is known before they are loaded, and compared with those that are there. */
class PluginsSectionTest {
    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ConfigFolder.in(temp);
        Files.createDirectories(temp.resolve("more"));
    }

    @Test
    void foldersAreKnownBeforeAnythingIsLoadedAndCountFromTheConfig() throws IOException {
        Path config = Files.writeString(
                temp.resolve("some.yaml"), ConfigFolder.MINIMAL + "plugins: { folders: [more, ../others] }\n");
        assertThat(PluginsSection.of(config, Map.of()).folders())
                .containsExactly(temp.resolve("more"), temp.resolve("../others").normalize());
        assertThat(PluginsSection.of(temp.resolve("gone.yaml"), Map.of())).isEqualTo(PluginsSection.NONE);
    }

    @Test
    void whatIsSaidStandsInTheResolvedConfig() throws IOException {
        Plan plan = folder.read(ConfigFolder.MINIMAL
                + "plugins: { folders: [more], prefer: { kl: core }, versions: { core: '>=0' } }\n");
        assertThat(plan.resolved().get("plugins"))
                .isEqualTo(Map.of(
                        "folders", List.of(temp.resolve("more").toString()),
                        "prefer", Map.of("kl", "core"),
                        "versions", Map.of("core", ">=0")));
        assertThat(PluginsSection.preferences(plan.resolved())).containsExactly(Map.entry("kl", "core"));
        assertThat(folder.read(ConfigFolder.MINIMAL).resolved()).doesNotContainKey("plugins");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{ prefer: { kl: other } }` | plugins.prefer: no plugin 'other' provides 'kl' (plugins that do: core)",
                "`{ prefer: { lk: other } }` | plugins.prefer: no plugin 'other' provides 'lk' (plugins that do: none)",
                "`{ prefer: { kl: [a] } }` | plugins.prefer.kl: expected the id of a plugin, found a list",
                "`{ prefers: { kl: a } }` | unknown key of plugins 'prefers'; did you mean 'prefer'? (valid: folders, lock, prefer, versions)",
                "`{ versions: { cor: 1.0 } }` | plugins.versions: unknown plugin 'cor'; did you mean 'core'? (valid: core)",
                "`{ versions: { core: '>=900' } }` | plugins.versions: plugin 'core' is of version VERSION, but >=900 is wanted; install that one, or change the config",
                "`{ versions: { core: '~> 2' } }` | plugins.versions: '~> 2' is no version; expected one such as 1.2.0 or >=1.2.0",
                "`{ folders: more }` | plugins.folders: expected a list, found 'more'",
                "`[more]` | plugins: expected keys with values, found a list",
            })
    void saysInOneSentenceWhatIsWrong(String section, String sentence) throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "plugins: " + section + "\n"))
                .endsWith(sentence.replace("VERSION", Host.version()));
    }

    @Test
    void aFolderThatIsNotThereIsAMistakeOfTheConfig() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "plugins: { folders: [gone] }\n"))
                .endsWith("plugins.folders: there is no folder " + temp.resolve("gone"));
    }

    @Test
    void aLockThatIsNotThereIsToldBesideWhatElseIsWrong() throws IOException {
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "plugins: { folders: [gone], lock: nolock }\n"))
                .contains("plugins.folders: there is no folder " + temp.resolve("gone"))
                .endsWith("plugins.lock: there is no file " + temp.resolve("nolock")
                        + "; 'noisefloor plugins lock --output FILE' writes one");
        Path lock = Files.writeString(temp.resolve("nolock"), "kl 1.0");
        assertThat(folder.mistakes(ConfigFolder.MINIMAL + "plugins: { lock: nolock }\n"))
                .endsWith("plugins.lock: " + lock + ": not a lock of plugins; 'noisefloor plugins lock' writes one");
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.9, 1",
        "1.2, 1.2.0, 0",
        "1.0.0-SNAPSHOT, 1.0.0, -1",
        "2.0-beta, 2.0-alpha, 1",
        "1.a, 1.b, -1",
        "10000000000000000000000, 9, 1",
    })
    void versionsAreComparedPartByPart(String one, String other, int sign) {
        assertThat(Integer.signum(VersionCondition.compare(one, other))).isEqualTo(sign);
        assertThat(Integer.signum(VersionCondition.compare(other, one))).isEqualTo(-sign);
    }
}
