package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would go wrong only when a line is reached is found beforehand. */
class VerificationTest {
    @TempDir
    Path temp;

    private Verification verify(PluginJar plugin) throws IOException {
        return Verification.of(plugin.write(temp.resolve("tried.jar"), temp));
    }

    @Test
    void aSoundPluginHasNoFindings() throws IOException {
        Verification verified = verify(PluginJar.good("fine", "fine"));
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.entries()).hasSize(1);
    }

    @Test
    void aLibraryThatOnlyAHelperNeedsIsMissed() throws IOException {
        assertThat(verify(PluginJar.plugin("bad")
                                .sourceLeftOut(
                                        "gone.Lib",
                                        "package gone; public class Lib { public static int of() { return 1; } }")
                                .source(
                                        "bad.Helper",
                                        "package bad; class Helper { static int of() { return gone.Lib.of(); } }")
                                .metric("bad.Bad", "bad", "int later() { return Helper.of(); }"))
                        .findings())
                .containsExactly(
                        "class bad.Helper uses the class gone.Lib, which is neither in its jars nor in the JDK nor in the"
                                + " plugin API; put the jar of its library into the plugin's folder");
    }

    @Test
    void aClassThatNothingReachesMayNeedWhatItLikes() throws IOException {
        assertThat(verify(PluginJar.plugin("fine")
                                .sourceLeftOut("gone.Lib", "package gone; public class Lib {}")
                                .source("bad.Optional", "package bad; class Optional { gone.Lib lib; }")
                                .metric("fine.Fine", "fine", ""))
                        .findings())
                .isEmpty();
    }

    @Test
    void aMethodThatTheApiDoesNotHaveIsNamed() throws IOException {
        // compiled against a class of the API's name that has one method more
        assertThat(verify(PluginJar.plugin("bad")
                                .sourceLeftOut(
                                        "org.noisefloor.api.metric.Decades",
                                        "package org.noisefloor.api.metric; public class Decades { public static int entropy(int x) { return x; } }")
                                .metric("bad.Bad", "bad", "int later() { return Decades.entropy(1); }"))
                        .findings())
                .containsExactly("class bad.Bad calls Decades.entropy(I), which plugin API " + Host.apiVersion()
                        + " does not have; get a build for this version");
    }

    @Test
    void aRecordOfTheReportThatAPluginMakesItselfIsNamed() throws IOException {
        assertThat(verify(PluginJar.plugin("bad")
                                .metric(
                                        "bad.Bad",
                                        "bad",
                                        "Object later() { return new org.noisefloor.api.report.Verdict(null, null); }"))
                        .findings())
                .containsExactly(
                        "class bad.Bad makes a Verdict of its own, whose constructor is no part of the plugin API;"
                                + " read the one that the host made, or use a factory of the class");
    }

    @Test
    void arraysAndPrimitivesAreNoClassesThatAreMissing() throws IOException {
        assertThat(verify(
                                PluginJar.plugin("fine")
                                        .metric(
                                                "fine.Fine",
                                                "fine",
                                                "Object o(Object x) { return x instanceof int[][] i ? i.clone() : new String[0][0]; }"))
                        .findings())
                .isEmpty();
    }
}
