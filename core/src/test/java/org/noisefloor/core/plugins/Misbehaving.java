package org.noisefloor.core.plugins;

import static org.noisefloor.core.plugins.PluginJar.good;
import static org.noisefloor.core.plugins.PluginJar.metricSource;
import static org.noisefloor.core.plugins.PluginJar.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Everything that a plugin can get wrong before it is used, and the one sentence that each gets. */
@SuppressWarnings("ImmutableEnumChecker") // a jar is made up once and then only written
enum Misbehaving {
    THROWS_IN_ITS_CONSTRUCTOR(
            plugin("bad").metric("bad.Bad", "bad", "public Bad() { throw new IllegalStateException(\"no luck\"); }"),
            "class bad.Bad failed when it was created: IllegalStateException: no luck"),
    THROWS_IN_A_STATIC_INITIALISER(
            plugin("bad")
                    .metric(
                            "bad.Bad",
                            "bad",
                            "static final int LENGTH = Integer.parseInt(System.getProperty(\"not.set\", \"none\"));"),
            "class bad.Bad failed in a static initialiser: NumberFormatException: For input string: \"none\""),
    THROWS_WHEN_ASKED_FOR_ITS_SUMMARY(
            plugin("bad")
                    .metric("bad.Bad", "bad", "public String summary() { throw new IllegalStateException(\"no\"); }"),
            "class bad.Bad failed when it was asked for its id, summary and options: IllegalStateException: no"),
    RECURSES_FOR_EVER_WHEN_ASKED_FOR_ITS_SUMMARY(
            plugin("bad").metric("bad.Bad", "bad", "public String summary() { return summary() + 1; }"),
            "class bad.Bad failed when it was asked for its id, summary and options: StackOverflowError"),
    MISSES_A_SUPERCLASS(
            plugin("bad")
                    .sourceLeftOut("gone.Base", "package gone; public class Base {}")
                    .source(
                            "bad.Bad",
                            metricSource("bad.Bad", "bad", "").replace("class Bad ", "class Bad extends gone.Base "))
                    .services(Kind.METRIC, "bad.Bad"),
            "class bad.Bad needs the class gone.Base, which is neither in its jars nor in the JDK nor in the plugin API"),
    WANTS_A_CLASS_OF_THE_HOST(
            plugin("bad")
                    .sourceLeftOut(
                            "org.noisefloor.core.plugins.Host",
                            "package org.noisefloor.core.plugins; public class Host { public static String version() { return \"\"; } }")
                    .metric("bad.Bad", "bad", "static final String V = org.noisefloor.core.plugins.Host.version();"),
            "class bad.Bad needs the class org.noisefloor.core.plugins.Host, which is neither in its jars nor in the JDK nor"
                    + " in the plugin API"),
    HAS_A_MALFORMED_SERVICES_LINE(
            plugin("bad").metric("bad.Bad", "bad", "").services(Kind.METRIC, "# mine", "", "bad.Bad second"),
            "line 3 of META-INF/services/org.noisefloor.api.metric.MetricProvider in misbehaving.jar is not a class name:"
                    + " 'bad.Bad second'"),
    NAMES_A_CLASS_THAT_IS_NOT_THERE(
            plugin("bad").services(Kind.METRIC, "bad.Missing"),
            "META-INF/services/org.noisefloor.api.metric.MetricProvider names bad.Missing, which is not in its jars"),
    DOES_NOT_IMPLEMENT_ITS_KIND(
            plugin("bad").source("bad.Bad", "package bad; public class Bad {}").services(Kind.METRIC, "bad.Bad"),
            "class bad.Bad does not implement MetricProvider"),
    HAS_NO_CONSTRUCTOR_WITHOUT_ARGUMENTS(
            plugin("bad").metric("bad.Bad", "bad", "public Bad(int size) {}"),
            "class bad.Bad has no public constructor without arguments; give it one"),
    HAS_A_PRIVATE_CONSTRUCTOR(
            plugin("bad").metric("bad.Bad", "bad", "private Bad() {}"),
            "class bad.Bad has no public constructor without arguments; give it one"),
    IS_NOT_PUBLIC(
            plugin("bad")
                    .source("bad.Bad", metricSource("bad.Bad", "bad", "").replace("public class", "class"))
                    .services(Kind.METRIC, "bad.Bad"),
            "class bad.Bad is not public; make it public"),
    IS_ABSTRACT(
            plugin("bad")
                    .source(
                            "bad.Bad",
                            metricSource("bad.Bad", "bad", "").replace("public class", "public abstract class"))
                    .services(Kind.METRIC, "bad.Bad"),
            "class bad.Bad is abstract; let the services file name the class that extends it"),
    HAS_A_BAD_PROVIDER_ID(
            plugin("bad").metric("bad.Bad", "Very-Bad", ""),
            "class bad.Bad has the id 'Very-Bad', but an id has lower-case letters, digits and underscores and starts with"
                    + " a letter"),
    HAS_A_NULL_SUMMARY(
            plugin("bad").metric("bad.Bad", "bad", "public String summary() { return null; }"),
            "class bad.Bad must say in one line what it is (summary)"),
    HAS_NULL_OPTIONS(
            plugin("bad")
                    .metric(
                            "bad.Bad",
                            "bad",
                            "public record Options() {} public Class<Options> options() { return null; }"),
            "class bad.Bad names no options record"),
    HAS_OPTIONS_WITHOUT_THE_ANNOTATION(
            withOptions("int size"), "component 'size' of its options bad.Bad$Options has no @Option"),
    HAS_OPTIONS_OF_AN_UNSUPPORTED_TYPE(
            withOptions("@Option(doc = \"sizes\") java.util.Map<String, Integer> sizes"),
            "component 'sizes' of its options bad.Bad$Options has the type java.util.Map<java.lang.String,"
                    + " java.lang.Integer>, but an option is an int, long, double, boolean, String, Path, DrawCount, an enum, a"
                    + " List of these, or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble"),
    HAS_OPTIONS_OF_A_NESTED_LIST(
            withOptions("@Option(doc = \"sizes\") List<List<Integer>> sizes"),
            "component 'sizes' of its options bad.Bad$Options has the type"
                    + " java.util.List<java.util.List<java.lang.Integer>>, but an option is an int, long, double, boolean,"
                    + " String, Path, DrawCount, an enum, a List of these, or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble"),
    HAS_OPTIONS_THAT_ARE_NO_RECORD(
            plugin("bad")
                    .metric(
                            "bad.Bad",
                            "bad",
                            "public record Options() {}"
                                    + " @SuppressWarnings(\"unchecked\") public Class<Options> options() { return (Class) String.class; }"),
            "its options java.lang.String are not a record"),
    PROVIDES_ONE_ID_TWICE(
            plugin("bad")
                    .source("bad.One", metricSource("bad.One", "bad", ""))
                    .source("bad.Two", metricSource("bad.Two", "bad", ""))
                    .services(Kind.METRIC, "bad.One", "bad.Two"),
            "it provides the metric 'bad' more than once, so none of them is used"),
    PROVIDES_NOTHING(
            plugin("bad").source("bad.Bad", metricSource("bad.Bad", "bad", "")),
            "it provides nothing: no jar of it has a META-INF/services file for one of the six provider interfaces"),
    IS_BUILT_FOR_ANOTHER_API(
            good("bad", "bad").manifest("Noisefloor-Api-Version", "999.0"),
            "it was built for plugin API version 999.0, but this noisefloor has version " + Host.apiVersion()
                    + "; get a build of it for version 2"),
    IS_BUILT_FOR_A_NEWER_API(
            good("bad", "bad").manifest("Noisefloor-Api-Version", newerApi()),
            "it was built for plugin API version " + newerApi() + ", newer than the " + Host.apiVersion()
                    + " of this noisefloor; get a newer noisefloor, or an"
                    + " older version of the plugin"),
    STATES_ITS_API_AS_ONE_NUMBER(
            good("bad", "bad").manifest("Noisefloor-Api-Version", "1"),
            "Noisefloor-Api-Version '1' is not a version; expected two numbers with a dot between them, and this noisefloor"
                    + " has plugin API version " + Host.apiVersion()),
    IS_BUILT_FOR_ANOTHER_API_AND_ITS_CLASSES_DO_NOT_LOAD(
            plugin("bad")
                    .manifest("Noisefloor-Api-Version", "1.0")
                    .services(Kind.METRIC, "bad.Bad")
                    .file("bad/Bad.class", "not a class at all"),
            "it was built for plugin API version 1.0, but this noisefloor has version " + Host.apiVersion()
                    + "; get a build of it for version 2"),
    HAS_THE_SERVICES_FILE_OF_AN_OLDER_API(
            misnamed("org.noisefloor.api.MetricProvider"),
            "META-INF/services/org.noisefloor.api.MetricProvider in misbehaving.jar is not read; rename it to"
                    + " META-INF/services/org.noisefloor.api.metric.MetricProvider"),
    HAS_A_SERVICES_FILE_WITH_A_SLIP_IN_ITS_NAME(
            misnamed("org.noisefloor.api.metrics.MetricsProvider"),
            "META-INF/services/org.noisefloor.api.metrics.MetricsProvider in misbehaving.jar is not read; rename it to"
                    + " META-INF/services/org.noisefloor.api.metric.MetricProvider"),
    HAS_A_SERVICES_FILE_WITHOUT_A_PACKAGE(
            misnamed("metricprovider"),
            "META-INF/services/metricprovider in misbehaving.jar is not read; rename it to"
                    + " META-INF/services/org.noisefloor.api.metric.MetricProvider"),
    DOES_NOT_STATE_ITS_API(
            good("bad", "bad").without("Noisefloor-Api-Version"),
            "its manifest does not have Noisefloor-Api-Version; this noisefloor has plugin API version "
                    + Host.apiVersion()),
    DOES_NOT_STATE_ITS_VERSION(
            good("bad", "bad").without("Noisefloor-Plugin-Version"),
            "its manifest does not have Noisefloor-Plugin-Version"),
    DOES_NOT_STATE_ITS_ID(
            good("bad", "bad").without("Noisefloor-Plugin-Id"),
            "misbehaving.jar does not have Noisefloor-Plugin-Id in its manifest; a plugin's build writes it, and a library"
                    + " belongs into the folder of its plugin"),
    HAS_A_BAD_PLUGIN_ID(
            good("Very Bad", "bad"),
            "Noisefloor-Plugin-Id 'Very Bad' is not an id: lower-case letters, digits, hyphens and underscores, starting"
                    + " with a letter"),
    IS_COMPILED_FOR_A_NEWER_JAVA(
            good("bad", "bad"),
            "class good.Fine was compiled for Java 156, newer than this one ("
                    + Runtime.version().feature() + "); let JAVA_HOME name a newer Java, or get a build for this one") {
        @Override
        void write(Path jar, Path work) throws IOException {
            byte[] fromTheFuture = plugin.classes(work).get("good/Fine.class");
            fromTheFuture[7] = (byte) 200;
            plugin("bad")
                    .services(Kind.METRIC, "good.Fine")
                    .file("good/Fine.class", fromTheFuture)
                    .write(jar, work);
        }
    },
    HAS_A_CLASS_FILE_OF_RUBBISH(
            plugin("bad").services(Kind.METRIC, "bad.Bad").file("bad/Bad.class", "not a class at all"),
            "class bad.Bad is damaged (ClassFormatError: Incompatible magic value 1852797984 in class file bad/Bad); get its"
                    + " jar once more"),
    HAS_A_CLASS_FILE_WHOSE_VERSION_NO_JAVA_HAS(
            good("bad", "bad"),
            "class good.Fine is damaged (UnsupportedClassVersionError: good/Fine has been compiled by a more recent version"
                    + " of the Java Runtime (class file version 51966.0), this version of the Java Runtime only recognizes"
                    + " class file versions up to " + (Runtime.version().feature() + 44)
                    + ".0); get its jar once more") {
        @Override
        void write(Path jar, Path work) throws IOException {
            byte[] garbage = plugin.classes(work).get("good/Fine.class");
            garbage[6] = (byte) 0xCA;
            garbage[7] = (byte) 0xFE;
            plugin("bad")
                    .services(Kind.METRIC, "good.Fine")
                    .file("good/Fine.class", garbage)
                    .write(jar, work);
        }
    },
    IS_AN_INTERFACE(
            plugin("bad")
                    .source(
                            "bad.Bad",
                            "package bad; public interface Bad extends org.noisefloor.api.metric.MetricProvider<org.noisefloor.api.NoOptions> {}")
                    .services(Kind.METRIC, "bad.Bad"),
            "class bad.Bad is an interface, and a provider is a class that implements one; let the services file name that class"),
    IS_AN_INNER_CLASS(
            plugin("bad")
                    .source("bad.Outer", "package bad; public class Outer { public class Bad {} }")
                    .services(Kind.METRIC, "bad.Outer$Bad"),
            "class bad.Outer$Bad is an inner class; make it static"),
    HAS_A_SERVICES_FILE_WITH_A_COMMENT_ALONE(
            plugin("bad").metric("bad.Bad", "bad", "").services(Kind.METRIC, "# to do"),
            "META-INF/services/org.noisefloor.api.metric.MetricProvider in misbehaving.jar names no class; write the full"
                    + " name of a provider's class into it, one a line"),
    HAS_A_SERVICES_FILE_WITH_A_BYTE_ORDER_MARK(
            plugin("bad").metric("bad.Bad", "bad", "").services(Kind.METRIC, "\uFEFFbad.Bad"),
            "line 1 of META-INF/services/org.noisefloor.api.metric.MetricProvider in misbehaving.jar begins with a"
                    + " byte-order mark; save the file as UTF-8 without one"),
    HAS_A_SERVICES_FILE_NAMED_AFTER_WHAT_IT_MAKES(
            misnamed("org.noisefloor.api.Metric"),
            "META-INF/services/org.noisefloor.api.Metric in misbehaving.jar is not read; rename it to"
                    + " META-INF/services/org.noisefloor.api.metric.MetricProvider"),
    HAS_AN_OPTION_THAT_CAN_NEVER_BE_SET(
            withOptions("@Option(doc = \"a word\") String name"),
            "component 'name' of its options bad.Bad$Options can never be set, since 'name' is a key of noisefloor's own"
                    + " there; give it another name"),
    IS_CUT_SHORT(
            good("bad", "bad"), "misbehaving.jar is not a readable jar (zip END header not found); get it once more") {
        @Override
        void write(Path jar, Path work) throws IOException {
            byte[] whole = Files.readAllBytes(plugin.write(jar, work));
            Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        }
    },
    IS_EMPTY(good("bad", "bad"), "misbehaving.jar is not a readable jar (zip file is empty); get it once more") {
        @Override
        void write(Path jar, Path work) throws IOException {
            Files.createFile(jar);
        }
    };

    final PluginJar plugin;
    final String sentence;

    Misbehaving(PluginJar plugin, String sentence) {
        this.plugin = plugin;
        this.sentence = sentence;
    }

    void write(Path jar, Path work) throws IOException {
        plugin.write(jar, work);
    }

    private static String newerApi() {
        return new ApiVersion(Host.apiVersion().major(), Host.apiVersion().minor() + 1).toString();
    }

    private static PluginJar misnamed(String services) {
        return plugin("bad")
                .source("bad.Bad", metricSource("bad.Bad", "bad", ""))
                .file("META-INF/services/" + services, "bad.Bad");
    }

    private static PluginJar withOptions(String components) {
        return plugin("bad")
                .metric(
                        "bad.Bad",
                        "bad",
                        "public record Options(" + components + ") {}"
                                + " public Class<Options> options() { return Options.class; }");
    }
}
