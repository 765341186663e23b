package org.noisefloor.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** What Spark is told before it starts. */
final class Settings {
    private static final int OLDEST = 17;
    private static final int NEWEST = 21;
    private static final String CPUS = "spark.task.cpus";
    private static final String CORES = "spark.executor.cores";
    private static final String HOME = "spark.noisefloor.home";
    private static final String EXECUTOR_HOME = "spark.noisefloor.executorHome";
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    /** As the launcher gives them, but for what hangs on the version of Java. */
    private static final String JVM =
            "-Dfile.encoding=UTF-8 --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.vector"
                    + " -XX:Tier3DelayOn=100000";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ORT_DISABLE_TELEMETRY", "1",
            "OPT_OUT_TRACKING", "true",
            "DJL_OFFLINE", "true",
            "OMP_WAIT_POLICY", "passive",
            "LC_ALL", "C.UTF-8");

    private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(?:,.*)?]");
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*");

    private Settings() {}

    /** Spark 4.1 starts on newer ones too, but executors do not, and are then started again without end. */
    static void requireJava(int version) {
        if (version < OLDEST || version > NEWEST) {
            throw Refusal.ofInput(
                    "this is Java " + version + ", and Spark 4.1 runs on 17 or 21; set JAVA_HOME to one of"
                            + " them, and spark.executorEnv.JAVA_HOME where executors have another");
        }
    }

    static SparkConf of(List<String> arguments) {
        SparkConf conf = new SparkConf();
        if (!conf.contains("spark.master")) {
            throw Refusal.ofInput("no master is named: start this with spark-submit --master …");
        }
        ENVIRONMENT.forEach((name, value) -> conf.setIfMissing("spark.executorEnv." + name, value));
        conf.set(OPTIONS, (JVM + " " + conf.get(OPTIONS, "")).strip());
        conf.set("spark.speculation", "false"); // two attempts at once would want the same folder
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // results are taken as they come
        int threads = named(arguments);
        if (threads > 0 && conf.contains(CPUS) && conf.getInt(CPUS, 1) != threads) {
            throw Refusal.ofInput("--threads says " + threads + " and " + CPUS + " " + conf.get(CPUS)
                    + "; an engine has the threads of its task, so give one of them");
        }
        conf.setIfMissing(CPUS, String.valueOf(threads > 0 ? threads : coresOfExecutor(conf)));
        return conf;
    }

    /** A task takes the executor: there is one model in it. */
    private static int coresOfExecutor(SparkConf conf) {
        String master = conf.get("spark.master");
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            return Integer.parseInt(cluster.group(1));
        }
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            return local.group(1).equals("*")
                    ? Runtime.getRuntime().availableProcessors()
                    : Integer.parseInt(local.group(1));
        }
        return conf.getInt(CORES, 1);
    }

    private static int named(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String each = arguments.get(i);
            String value = each.startsWith("--threads=")
                    ? each.substring("--threads=".length())
                    : each.equals("--threads") && i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (value.matches("[1-9][0-9]{0,4}")) {
                return Integer.parseInt(value);
            }
        }
        return 0;
    }

    /** Of the engine. */
    static int threads(SparkConf conf) {
        return conf.getInt(CPUS, 1);
    }

    /** The distribution's folder here: that in which this jar lies, if nothing else is said. */
    static Path home(SparkConf conf) {
        Path parent = Installed.own().toAbsolutePath().getParent();
        String beside = parent == null || parent.getParent() == null
                ? "."
                : parent.getParent().toString();
        return Path.of(conf.get(HOME, beside)).toAbsolutePath().normalize();
    }

    /** Where executors have it; relative to where they work if {@code --archives} brings it. */
    static String executorHome(SparkConf conf) {
        return conf.get(EXECUTOR_HOME, home(conf).toString());
    }
}
