package org.noisefloor.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.noisefloor.core.report.RecordLines;

/** The shipped program, run as a process: with a home folder, a cache and a working directory of the test's own. */
record Distribution(Path home, Path workingDirectory, Map<String, String> environment) {

    /** What a process left: its exit code and what it printed. */
    record Result(int exitCode, String stdout, String stderr) {}

    /** Root of the checkout. */
    static Path repository() {
        return Path.of(System.getProperty("noisefloor.repository"));
    }

    /** What a run computes with where a test asks for one setting: two, unless {@code processors.sh} says otherwise. */
    static int threads() {
        return Integer.getInteger("noisefloor.threads", 2);
    }

    /** The distribution as it was built. */
    static Distribution shipped() {
        return new Distribution(
                Path.of(System.getProperty("noisefloor.distribution")),
                Path.of("target").toAbsolutePath(),
                Map.of());
    }

    /** Runs the shipped program with arguments. */
    static Result run(String... arguments) {
        return shipped().start(arguments);
    }

    /** The records of a run as JSON lines, the description of the run first. */
    static List<String> records(Path run) {
        List<String> lines = new ArrayList<>();
        RecordLines.of(run, lines::add);
        return lines;
    }

    /** The same program with another environment variable. */
    Distribution with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Distribution(home, workingDirectory, more);
    }

    /** The same program in another working directory. */
    Distribution in(Path directory) {
        return new Distribution(home, directory, environment);
    }

    /** A copy of the program that a test may change. */
    Distribution copyTo(Path folder) {
        try (var files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Distribution(folder, workingDirectory, environment);
    }

    Result start(String... arguments) {
        return start(command(arguments));
    }

    Result start(List<String> command) {
        try {
            Process process = process(command);
            CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String stdout = text(process.getInputStream());
            return new Result(process.waitFor(), stdout, stderr.join());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The program at work; the caller reads what it prints. */
    Process process(String... arguments) throws IOException {
        return process(command(arguments));
    }

    Process process(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        Path target = Path.of("target").toAbsolutePath();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", target.resolve("home").toString());
        builder.environment().put("NOISEFLOOR_CACHE", target.resolve("cache").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> command(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/noisefloor").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String text(java.io.InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
