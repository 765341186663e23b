package org.noisefloor.core.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.record.RecordReader;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;

/** The shards of one run, complete and without overlap: what it takes to write the records that the whole run would have written. */
public final class Shards {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 10;

    /** By number. */
    private final List<Opened> shards;

    private Shards(List<Opened> shards) {
        this.shards = shards;
    }

    private record Opened(
            Path folder, ShardFiles.Part part, RunDescription run, int records, Map<String, Object> provenance) {
        int number() {
            return part.number();
        }
    }

    /**
     * Opens shards.
     *
     * @param folders of shards, or folders that hold such folders
     * @throws UserError if one is no shard, is of another run than the first, or is missing; all that is wrong
     */
    public static Shards open(List<Path> folders) {
        Mistakes mistakes = new Mistakes();
        List<Opened> opened = new ArrayList<>();
        for (Path folder : folders) {
            for (Path each : shardsIn(folder)) {
                mistakes.tried(() -> opened.add(opened(each)), false);
            }
        }
        mistakes.throwIfAny();
        opened.sort(Comparator.comparingInt(Opened::number));
        Opened first = opened.get(0);
        opened.stream().skip(1).forEach(each -> requireSame(first, each, mistakes));
        mistakes.throwIfAny();
        requireComplete(opened, mistakes);
        mistakes.throwIfAny();
        return new Shards(opened);
    }

    /** The folder itself, or those in it; the folder if none of these is a shard, so that it is told what it is. */
    private static List<Path> shardsIn(Path folder) {
        if (Files.isRegularFile(folder.resolve(RunFolder.RECORDS)) || !Files.isDirectory(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> inside = children.filter(
                            each -> ShardFiles.part(ShardFiles.provenance(each)) != null && !isHidden(each))
                    .sorted()
                    .toList();
            return inside.isEmpty() ? List.of(folder) : inside;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isHidden(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(".");
    }

    private static Opened opened(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError("there is no folder " + folder);
        }
        Map<String, Object> provenance = ShardFiles.provenance(folder);
        ShardFiles.Part part = ShardFiles.part(provenance);
        if (part == null) {
            throw new UserError(folder
                    + (Files.exists(folder.resolve(RunFolder.REPORT))
                            ? " holds a whole run, and shards are what is merged"
                            : " is not the folder of a shard; 'noisefloor run CONFIG --shard 1/2' makes one"));
        }
        Path file = folder.resolve(RunFolder.RECORDS);
        if (!Files.isRegularFile(file)) {
            throw new UserError(folder + ": the shard has lost its " + RunFolder.RECORDS);
        }
        try (RecordReader reader = RecordReader.open(file)) {
            int records = 0;
            while (reader.next()) {
                records++;
            }
            return new Opened(folder, part, reader.run(), records, provenance);
        }
    }

    private static void requireSame(Opened first, Opened other, Mistakes mistakes) {
        List<String> differences = new ArrayList<>();
        if (first.part.of() != other.part.of() || first.part.sequences() != other.part.sequences()) {
            differences.add("it is one of " + other.part.of() + " shards of " + other.part.sequences()
                    + " sequences, not of " + first.part.of() + " of " + first.part.sequences());
        }
        differences.addAll(Origins.differencesOfConfig(first.run.config(), other.run.config()));
        differences.addAll(Origins.differences(first.provenance, other.provenance));
        if (differences.isEmpty() && !what(first.run).equals(what(other.run))) {
            differences.add("its records mean something else");
        }
        differences.stream()
                .limit(SHOWN)
                .forEach(each -> mistakes.add(
                        new UserError(other.folder + " is no shard of the same run as " + first.folder + ": " + each)));
    }

    /** The description without what only the first shard knows, since it is made of the run's first batch. */
    private static ObjectNode what(RunDescription run) {
        return JSON.<ObjectNode>valueToTree(run).without(List.of("arithmetic", "warnings", "config"));
    }

    private static void requireComplete(List<Opened> shards, Mistakes mistakes) {
        SortedMap<Integer, Opened> byNumber = new TreeMap<>();
        for (Opened each : shards) {
            Opened before = byNumber.putIfAbsent(each.number(), each);
            if (before != null) {
                mistakes.add(new UserError(before.folder + " and " + each.folder + " are the same shard, "
                        + each.number() + " of " + each.part.of() + "; name one of them"));
            }
        }
        Opened any = shards.get(0);
        int of = any.part.of();
        for (int number = 1; number <= of; number++) {
            if (!byNumber.containsKey(number)) {
                mistakes.add(
                        new UserError("shard " + number + " of " + of + " is missing; this makes it: noisefloor run "
                                + any.folder.resolve(RunFolder.CONFIG) + " --shard " + number + "/" + of + " --output "
                                + any.folder.resolveSibling(number + "-of-" + of)));
            }
        }
        int records = shards.stream().mapToInt(Opened::records).sum();
        if (mistakes.count() == 0 && records != any.part.sequences()) {
            mistakes.add(new UserError("the shards have the records of " + records + " sequences together, not of "
                    + any.part.sequences() + "; one of them was cut short or changed"));
        }
    }

    /** How many there are. */
    public int count() {
        return shards.size();
    }

    /** Whether one of them is in this folder. */
    public boolean holds(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        return shards.stream()
                .anyMatch(each -> each.folder.toAbsolutePath().normalize().equals(place));
    }

    /** The config of the run. */
    public Map<String, Object> config() {
        return shards.get(0).run.config();
    }

    /**
     * Writes the records of all of them, in the order of the run.
     *
     * @param output where the run goes, as its description says
     * @throws UserError if more positions are not finite than the config allows
     */
    public void write(Path folder, Path output) {
        Opened first = shards.get(0);
        Map<String, Object> config = new LinkedHashMap<>(first.run.config());
        config.put("output", output.toString());
        long nonfinite = 0;
        try (RecordStore.Writer store =
                RecordStore.create(folder.resolve(RunFolder.RECORDS), first.run.withConfig(config))) {
            for (Opened each : shards) {
                try (RecordReader reader = RecordReader.open(each.folder.resolve(RunFolder.RECORDS))) {
                    while (reader.next()) {
                        nonfinite += reader.head().nonfinite();
                        store.copy(reader);
                    }
                }
            }
            store.force();
        }
        long allowed = config.get("run") instanceof Map<?, ?> run && run.get("max_nonfinite") instanceof Number most
                ? most.longValue()
                : Long.MAX_VALUE;
        if (nonfinite > allowed) {
            throw new UserError("the model's logits are NaN or +∞ at " + nonfinite
                    + " positions of all shards together, but run.max_nonfinite allows " + allowed);
        }
    }

    /** The texts of all tokens, by id. */
    public Map<Integer, String> texts() {
        Map<Integer, String> texts = new TreeMap<>();
        shards.forEach(each -> texts.putAll(StoredRun.texts(each.folder)));
        return texts;
    }

    /** What the run was made from, and each shard's own when and where. */
    public Map<String, Object> provenance() {
        List<Map<String, Object>> parts = new ArrayList<>();
        Map<String, Object> whole = new LinkedHashMap<>(shards.get(0).provenance);
        for (Opened each : shards) {
            Map<String, Object> part = new LinkedHashMap<>(each.provenance);
            part.keySet().removeAll(Origins.KEYS);
            part.remove(RunFiles.FILES);
            parts.add(part);
            whole.keySet().removeIf(key -> each.provenance.containsKey(key) && !Origins.KEYS.contains(key));
        }
        whole.put("shards", parts);
        return whole;
    }
}
