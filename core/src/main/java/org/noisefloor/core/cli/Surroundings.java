package org.noisefloor.core.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.noisefloor.files.OwnFolder;
import org.noisefloor.files.text.PlainNumbers;

/** What a run finds around it: Java, memory, the cache and the disk, and switches of libraries. */
final class Surroundings {
    /** What the launchers set, and what it keeps libraries from. */
    private static final Map<String, String> SWITCHES = new TreeMap<>(Map.of(
            "ORT_DISABLE_TELEMETRY", "1",
            "OPT_OUT_TRACKING", "true",
            "DJL_OFFLINE", "true"));

    private Surroundings() {}

    /** @param wrong takes a sentence for each thing that needs mending */
    static void print(PrintWriter out, List<String> wrong) {
        out.println("java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + " in "
                + System.getProperty("java.home"));
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                || ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
        out.println("  the Vector API is " + (vectors ? "there" : "missing, so measures take longer"));
        memory(out);
        cache(Installation.cache(), out, wrong);
        SWITCHES.forEach((name, value) -> {
            if (!value.equals(System.getenv(name))) {
                String sentence = name + " is not " + value + ", as bin/noisefloor sets it: start noisefloor by that";
                out.println("  " + sentence);
                wrong.add(sentence);
            }
        });
        out.println("telemetry and downloads of libraries: "
                + (SWITCHES.entrySet().stream().allMatch(each -> each.getValue().equals(System.getenv(each.getKey())))
                        ? "switched off"
                        : "not all switched off"));
    }

    private static void memory(PrintWriter out) {
        String machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? "the machine has " + PlainNumbers.bytes(system.getTotalMemorySize()) + ", of which "
                        + PlainNumbers.bytes(system.getFreeMemorySize()) + " are free"
                : "how much the machine has cannot be told";
        out.println("memory: " + machine + "; the JVM takes up to "
                + PlainNumbers.bytes(Runtime.getRuntime().maxMemory())
                + " for objects (NOISEFLOOR_JAVA_OPTS='-Xmx8g')");
    }

    private static void cache(Path cache, PrintWriter out, List<String> wrong) {
        Path there = OwnFolder.there(cache);
        out.println("cache: " + cache);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            String sentence =
                    there + " may not be written to, and native libraries are unpacked there; let NOISEFLOOR_CACHE"
                            + " name another folder";
            out.println("  " + sentence);
            wrong.add(sentence);
            return;
        }
        OwnFolder.others(cache).ifPresent(others -> {
            String sentence =
                    others + ", and native libraries are loaded from there; let NOISEFLOOR_CACHE name a folder of"
                            + " your own, or take the right away (chmod go-w)";
            out.println("  " + sentence);
            wrong.add(sentence);
        });
        try {
            FileStore store = Files.getFileStore(there);
            out.println("  " + PlainNumbers.bytes(store.getUsableSpace()) + " of "
                    + PlainNumbers.bytes(store.getTotalSpace()) + " are free there");
        } catch (IOException unknown) {
            out.println("  how much is free there cannot be told");
        }
    }
}
