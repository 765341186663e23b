package org.noisefloor.spark.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.cli.Main;
import org.noisefloor.core.cli.ShardWorker;
import org.noisefloor.core.plugins.PluginDefect;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.run.Shard;
import org.noisefloor.files.Sha256;
import org.noisefloor.spark.Bridge;
import org.noisefloor.spark.Job;
import org.noisefloor.spark.Refusal;
import picocli.CommandLine;

/** A distribution as Spark's side sees it: of the driver, and of each executor. */
public final class HostSide implements Bridge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHARDS = 64;
    private static final int BROKEN = 1;
    private static final int USER_ERROR = 2;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    private boolean quiet;
    private Console console = new Console(err, false);
    private @Nullable ShardWorker worker;
    private @Nullable Runnable recorded;

    @Override
    public Job prepare(List<String> arguments, int threads) {
        return refusing(() -> prepared(arguments, threads));
    }

    private Job prepared(List<String> arguments, int threads) {
        Command command = parsed(arguments);
        quiet = command.quiet();
        Map<String, String> overrides = command.overrides(threads);
        try (ShardWorker run = ShardWorker.open(command.config(), overrides, command.plugins(), new Quiet(err))) {
            Path target = run.output();
            boolean complete = RunFolder.isComplete(target);
            if (complete && command.resume && !command.overwrite) {
                throw new Refusal(
                        0,
                        List.of("Nothing to go on with: " + target
                                + " holds a finished run; --overwrite runs it anew."));
            }
            RunFolder.check(target, RunFolder.Existing.of(false, command.overwrite));
            ShardFolders folders = ShardFolders.beside(target);
            int of = folders.prepare(command, Math.min(SHARDS, run.batches()));
            run.sequences(new Shard(1, of)); // refuses what is too many
            if (!quiet) {
                err.println("note: run.threads is " + overrides.get("run.threads") + ", as many as a task has cores");
            }
            return new Job(
                    command.config().toString(),
                    Sha256.of(command.config()),
                    overrides,
                    command.plugins().stream().map(Path::toString).toList(),
                    json(run.origins()),
                    folders.path().toString(),
                    of,
                    run.sequences(),
                    command.ofMerge(target),
                    command.keepShards,
                    command.anyProcessor);
        }
    }

    private static Command parsed(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("run")) {
            throw new UserError("expected 'run CONFIG.yaml' behind the jar, found "
                    + (arguments.isEmpty() ? "nothing" : "'" + String.join(" ", arguments) + "'"));
        }
        Command command = new Command();
        CommandLine line = new CommandLine(command);
        try {
            line.parseArgs(arguments.subList(1, arguments.size()).toArray(String[]::new));
        } catch (CommandLine.ParameterException misuse) {
            throw new UserError("run: " + misuse.getMessage(), misuse);
        }
        if (line.isUsageHelpRequested()) {
            throw new Refusal(0, List.of(line.getUsageMessage()));
        }
        return command;
    }

    @Override
    public void begin(String phase, int sequences) {
        console = new Console(err, quiet);
        console.begin(phase, sequences);
    }

    @Override
    public void advance(int sequences) {
        console.advance(sequences);
    }

    @Override
    public void note(String sentence) {
        err.println("note: " + sentence);
    }

    @Override
    public synchronized void open(Job job) {
        if (worker == null) {
            worker = refusing(() -> opened(job));
        }
    }

    private ShardWorker opened(Job job) {
        Path config = Path.of(job.config());
        String where = "the executor on " + Console.machine();
        if (!Files.isRegularFile(config)) {
            throw new UserError(where + " does not see the config " + config
                    + "; config, model, corpus and SAEs have to be at the same path on all machines");
        }
        if (!Sha256.of(config).equals(job.digest())) {
            throw new UserError(where + " sees another config at " + config + " than the driver");
        }
        Progress progress = new Quiet(err) {
            @Override
            public void recorded() {
                if (recorded != null) {
                    recorded.run();
                }
            }
        };
        ShardWorker opened;
        try {
            opened = ShardWorker.open(
                    config,
                    job.overrides(),
                    job.plugins().stream().map(Path::of).toList(),
                    progress);
        } catch (UserError refused) {
            throw UserError.all(refused.sentences().stream()
                    .map(each -> new UserError(where + " cannot run this, though the driver can: " + each))
                    .toList());
        }
        try {
            opened.requireOrigins(map(job.origins()), where);
        } catch (RuntimeException different) {
            opened.close();
            throw different;
        }
        return opened;
    }

    /** One at a time: the model is there once. */
    @Override
    public synchronized void compute(Job job, int number, Path folder, Runnable recorded) {
        refusing(() -> {
            this.recorded = recorded;
            if (worker != null) {
                worker.compute(new Shard(number, job.of()), folder);
            }
            return number;
        });
    }

    @Override
    public int merge(Job job) {
        ShardFolders folders = ShardFolders.of(Path.of(job.shards()));
        List<String> arguments = new ArrayList<>(job.merge());
        IntStream.rangeClosed(1, job.of())
                .mapToObj(number -> folders.shard(number, job.of()).toString())
                .forEach(arguments::add);
        int code = Main.run(out, err, arguments.toArray(String[]::new));
        if ((code == 0 || code > USER_ERROR) && !job.keep()) {
            folders.delete();
        }
        return code;
    }

    /** Failures that another attempt would not mend go over as what both sides know. */
    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (UserError wrong) {
            throw new Refusal(USER_ERROR, wrong.sentences());
        } catch (PluginDefect defect) {
            throw new Refusal(BROKEN, List.of(String.valueOf(defect.getMessage())));
        }
    }

    private static String json(Map<String, Object> origins) {
        try {
            return JSON.writeValueAsString(origins);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> map(String json) {
        try {
            return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
