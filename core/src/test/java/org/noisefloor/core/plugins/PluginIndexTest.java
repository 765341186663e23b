package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;

/** A plugin that was seen before leaves its classes alone until one is wanted, and the index never says what is no longer so. */
class PluginIndexTest {
    @TempDir
    Path temp;

    private Path plugins;
    private Path cache;
    private Path trace;

    @BeforeEach
    void aPluginThatLeavesATraceAndAnother() throws IOException {
        plugins = temp.resolve("plugins");
        cache = temp.resolve("cache/noisefloor");
        trace = temp.resolve("trace");
        traced("traced", "traced").write(plugins.resolve("traced.jar"), temp);
        PluginJar.good("plain", "plain").write(plugins.resolve("plain/plain.jar"), temp);
    }

    /** A plugin that shows when its class is initialised. */
    private PluginJar traced(String plugin, String metric) {
        return PluginJar.plugin(plugin)
                .metric(
                        "traced.Traced",
                        metric,
                        "static { try { new java.io.FileOutputStream(\""
                                + trace.toString().replace("\\", "\\\\")
                                + "\").close(); } catch (java.io.IOException e) { throw new IllegalStateException(e); } }");
    }

    private Catalogue start() throws IOException {
        Files.deleteIfExists(trace);
        return Catalogue.load(List.of(plugins), List.of(), cache);
    }

    private static List<String> rows(Catalogue catalogue) {
        return catalogue.entries().stream()
                .map(each -> each.file() + " " + each.id() + " " + each.version() + " " + each.state())
                .toList();
    }

    @Test
    void listsTheSameAtTheSecondStartWithoutLoadingAnything() throws IOException {
        List<Catalogue.Entry> first = start().entries();
        assertThat(trace).exists();
        assertThat(start().entries()).isEqualTo(first);
        assertThat(trace).doesNotExist();
    }

    @Test
    void loadsNothingButThePluginThatIsWanted() throws IOException {
        start();
        Catalogue second = start();
        MetricProvider<?> plain = second.find(MetricProvider.class, "plain", "run.yaml:1");
        assertThat(plain.summary()).isEqualTo("counts positions");
        assertThat(second.entry(plain).file()).isEqualTo("plain/plain.jar");
        assertThat(second.digests(plain)).containsOnlyKeys("plain.jar");
        assertThat(second.ids(MetricProvider.class)).containsExactly("plain", "traced");
        assertThatThrownBy(() -> second.find(MetricProvider.class, "tracd", ""))
                .hasMessage("unknown metric 'tracd'; did you mean 'traced'? (valid: plain, traced)");
        assertThat(second.preferring(Map.of("x", "y")).choice(plain)).isEmpty();
        assertThat(PluginLock.of(temp.resolve("lock"), second).plugins()).containsOnlyKeys("plain", "traced");
        assertThat(trace).doesNotExist();

        assertThat(second.find(MetricProvider.class, "traced", "").id()).isEqualTo("traced");
        assertThat(trace).exists();
    }

    @Test
    void givesTheSameProviderToAllWhoWantIt() throws IOException {
        start();
        Catalogue second = start();
        MetricProvider<?> traced = second.find(MetricProvider.class, "traced", "");
        assertThat(second.all(MetricProvider.class)).contains(traced);
        assertThat(second.calls()).isPositive();
    }

    @Test
    void seesAtOnceWhatWasAddedRemovedAndDisabled() throws IOException {
        start();
        PluginJar.good("more", "more").write(plugins.resolve("more.jar"), temp);
        new PluginFolder(plugins).disable("traced");
        assertThat(rows(start())).containsExactly("more.jar more 1.0 ok", "plain/plain.jar plain 1.0 ok");
        new PluginFolder(plugins).enable("traced");
        new PluginFolder(plugins).remove("plain");
        assertThat(rows(start())).containsExactly("more.jar more 1.0 ok", "traced.jar traced 1.0 ok");
    }

    @Test
    void seesOtherClassesInAJarOfTheSameSizeAndTime() throws IOException {
        Path jar = uncompressed(plugins.resolve("traced.jar"));
        start();
        FileTime time = Files.getLastModifiedTime(jar);
        long size = Files.size(jar);
        uncompressed(traced("traced", "tracey").write(jar, temp));
        assertThat(Files.size(jar)).isEqualTo(size);
        Files.setLastModifiedTime(jar, time);
        assertThat(rows(start())).contains("traced.jar tracey 1.0 ok");
    }

    /** Whose size depends on that of its entries alone. */
    private static Path uncompressed(Path jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(each.getName()));
                in.transferTo(out);
            }
        }
        return Files.write(jar, bytes.toByteArray());
    }

    @Test
    void seesALibraryThatIsAddedOrTakenAway() throws IOException {
        start();
        PluginJar.good("plain", "twice").write(plugins.resolve("plain/other.jar"), temp);
        assertThat(rows(start()))
                .contains(
                        "plain   other.jar and plain.jar both have Noisefloor-Plugin-Id in their manifests; keep one of them");
    }

    @Test
    void tellsAClashOfPluginsThatItKnows() throws IOException {
        PluginJar.good("rival", "traced").write(plugins.resolve("rival.jar"), temp);
        List<String> first = rows(start());
        assertThat(first)
                .anyMatch(row -> row.startsWith("rival.jar traced 1.0 the metric 'traced' is in traced.jar as well"));
        assertThat(rows(start())).isEqualTo(first);
        assertThat(trace).doesNotExist();
        PluginJar.good("traced", "other").write(plugins.resolve("two.jar"), temp);
        assertThat(rows(start())).contains("traced.jar  1.0 plugin 'traced' is in two.jar as well; keep one of them");
    }

    @Test
    void looksAtABrokenPluginAnewEachTime() throws IOException {
        Path licence = temp.resolve("licence");
        PluginJar.plugin("licensed")
                .metric(
                        "licensed.Licensed",
                        "licensed",
                        "public Licensed() { if (!new java.io.File(\""
                                + licence.toString().replace("\\", "\\\\")
                                + "\").exists()) throw new IllegalStateException(\"no licence\"); }")
                .write(plugins.resolve("licensed.jar"), temp);
        String broken =
                "licensed.jar  1.0 class licensed.Licensed failed when it was created: IllegalStateException: no"
                        + " licence";
        assertThat(rows(start())).contains(broken);
        assertThat(rows(start())).contains(broken);
        Files.createFile(licence);
        assertThat(rows(start())).contains("licensed.jar licensed 1.0 ok");

        Files.delete(licence);
        Catalogue known = start();
        assertThat(rows(known)).contains("licensed.jar licensed 1.0 ok");
        assertThatThrownBy(() -> known.find(MetricProvider.class, "licensed", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "run.yaml:6: the metric 'licensed' of licensed.jar cannot be used: class licensed.Licensed failed"
                                + " when it was created: IllegalStateException: no licence");
        assertThat(known.all(MetricProvider.class))
                .extracting(MetricProvider::id)
                .containsExactly("plain", "traced");
        assertThat(rows(start())).contains(broken);
    }

    @Test
    void aDamagedIndexIsAsGoodAsNone() throws IOException {
        List<String> first = rows(start());
        Path index = cache.resolve(PluginIndex.FILE);
        String whole = Files.readString(index);
        for (String damaged : List.of(
                "", "\n", "other words\n", whole.substring(0, whole.length() - 9), whole.replace("traced", "tracey"))) {
            Files.writeString(index, damaged);
            assertThat(rows(start())).isEqualTo(first);
            assertThat(trace).exists();
            assertThat(index).hasContent(whole);
        }
        Files.write(index, new byte[] {(byte) 0xff, 0, 1});
        assertThat(rows(start())).isEqualTo(first);
    }

    @Test
    void aCacheThatCannotBeWrittenToIsPassedOver() throws IOException {
        Files.writeString(temp.resolve("cache"), "no folder");
        List<String> first = rows(start());
        assertThat(rows(start())).isEqualTo(first);
        assertThat(trace).exists();
    }

    @Test
    void isWrittenOnlyWhenSomethingIsNew() throws IOException {
        start();
        Path index = cache.resolve(PluginIndex.FILE);
        FileTime longAgo = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(index, longAgo);
        start();
        assertThat(Files.getLastModifiedTime(index)).isEqualTo(longAgo);
        assertThat(cache).isDirectoryNotContaining(file -> !file.endsWith(PluginIndex.FILE));
    }

    @Test
    void isOfThisHostAlone() throws IOException {
        start();
        Path index = cache.resolve(PluginIndex.FILE);
        String body =
                Files.readString(index).lines().skip(1).map(line -> line + "\n").reduce("", String::concat);
        String ofAnother = body.replaceAll("\t[0-9a-f]+/", "\t0/");
        Files.writeString(
                index,
                "noisefloor-plugins-1 " + Fingerprint.checksum(ofAnother.getBytes(StandardCharsets.UTF_8)) + "\n"
                        + ofAnother);
        start();
        assertThat(trace).exists();
    }

    @Test
    void aCommentBehindAJarOrAFileThatIsNoJarKeepsItOutOfTheIndex() throws IOException {
        Path jar = plugins.resolve("traced.jar");
        byte[] bytes = Files.readAllBytes(jar);
        byte[] commented = Arrays.copyOf(bytes, bytes.length + 1);
        commented[bytes.length - 2] = 1; // the comment's length
        commented[bytes.length] = '!';
        Files.write(jar, commented);
        Files.writeString(plugins.resolve("tiny.jar"), "x");
        List<String> first = rows(start());
        assertThat(first).contains("traced.jar traced 1.0 ok");
        assertThat(rows(start())).isEqualTo(first);
        assertThat(trace).exists();
    }

    @Test
    void aPluginThatIsReplacedBetweenListingAndLoadingIsTakenAsItIsThen() throws IOException {
        start();
        Catalogue second = start();
        Path other = PluginJar.good("plain", "other").write(temp.resolve("plain.jar"), temp);
        Files.move(other, plugins.resolve("plain/plain.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> second.find(MetricProvider.class, "plain", ""))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "the metric 'plain' of plain/plain.jar cannot be used: its jars have been replaced since this start;"
                                + " try once more");
    }
}
