package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;

/** What was locked is what runs, to the byte. */
class PluginLockTest {
    @TempDir
    Path temp;

    private Path plugins;

    @BeforeEach
    void aPlugin() throws IOException {
        plugins = temp.resolve("plugins");
        PluginJar.good("one", "one").write(plugins.resolve("one.jar"), temp);
    }

    private Catalogue catalogue() {
        return Catalogue.load(plugins, List.of());
    }

    private PluginLock lock() {
        PluginLock.of(plugins.resolve(PluginLock.NAME), catalogue()).write();
        return catalogue().lock().orElseThrow();
    }

    private String problem(PluginLock lock, String metric) {
        Catalogue catalogue = catalogue();
        return lock.problem(catalogue.find(MetricProvider.class, metric, "run.yaml:6"), catalogue)
                .orElse("");
    }

    @Test
    void whatIsAsItWasIsTaken() {
        assertThat(catalogue().lock()).isEmpty();
        assertThat(problem(lock(), "one")).isEmpty();
    }

    @Test
    void anotherBuildOfTheSameVersionIsRefusedWithBothDigests() throws IOException {
        PluginLock lock = lock();
        PluginJar.good("one", "one").file("more.txt", "x").write(plugins.resolve("one.jar"), temp);
        assertThat(problem(lock, "one"))
                .matches("plugin 'one' is not what .*plugins.lock says: one.jar has the SHA-256 [0-9a-f]{12}…, expected"
                        + " [0-9a-f]{12}…; get the plugin that was locked, or write the lock anew with 'noisefloor plugins"
                        + " lock'");
    }

    @Test
    void aPluginThatWasNotThereIsRefused() throws IOException {
        PluginLock lock = lock();
        PluginJar.good("two", "two").write(plugins.resolve("two.jar"), temp);
        assertThat(problem(lock, "two")).startsWith("plugin 'two' is not in ");
        assertThat(problem(lock, "one")).isEmpty();
    }

    @Test
    void aFileThatIsNoLockIsSaid() throws IOException {
        Files.writeString(plugins.resolve(PluginLock.NAME), "kl 1.0");
        assertThatThrownBy(() -> catalogue().lock())
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("not a lock of plugins; 'noisefloor plugins lock' writes one");
    }
}
