package org.noisefloor.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The machine that a process runs on. */
final class Machine {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    /** What engines choose their kernels by. */
    private static final Pattern VECTORS = Pattern.compile("avx.*|fma|amx.*|sse4_.|asimd.*|sve.*|i8mm|bf16");

    private Machine() {}

    static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "this machine";
        }
    }

    /** Who made its processor and which vector instructions that has; engines on two of one kind take the same kernels. */
    static String processor() {
        TreeSet<String> kind = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(CPUINFO)) {
                String[] parts = line.split(":", 2);
                String key = parts[0].strip().toLowerCase(Locale.ROOT);
                if (parts.length == 2 && (key.equals("vendor_id") || key.equals("cpu implementer"))) {
                    kind.add(parts[1].strip());
                } else if (parts.length == 2 && (key.equals("flags") || key.equals("features"))) {
                    Pattern.compile(" ")
                            .splitAsStream(parts[1].strip())
                            .filter(flag -> VECTORS.matcher(flag).matches())
                            .forEach(kind::add);
                }
            }
        } catch (IOException noLinux) {
            kind.add(System.getProperty("os.name"));
        }
        return System.getProperty("os.arch") + " " + String.join(" ", kind);
    }
}
