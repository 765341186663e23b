package org.noisefloor.spark.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Folders;

/**
 * The folders of a run's shards, in one folder beside its output: where {@code run --shard} has them.
 *
 * @param path that folder
 */
record ShardFolders(Path path) {
    /** A shard, complete or not, its lock, or one that is on its way from an executor. */
    private static final Pattern SHARD = Pattern.compile(
            "\\.?(\\d+)-of-(\\d+)(\\.unfinished|\\.unfinished\\.old|\\.lock)?|\\.arriving-\\d+|\\.of-.*");

    static ShardFolders beside(Path output) {
        return of(output.resolveSibling(output.getFileName() + ".shards"));
    }

    static ShardFolders of(Path path) {
        return new ShardFolders(path);
    }

    Path shard(int number, int of) {
        return path.resolve(number + "-of-" + of);
    }

    /**
     * Makes room for shards, or goes on with those that are there.
     *
     * @param usual how many there are if nobody says it
     * @return how many there are
     */
    int prepare(Command command, int usual) {
        if (command.overwrite && !command.resume) {
            delete();
        }
        TreeSet<Integer> counts = new TreeSet<>();
        ours().forEach(each -> {
            Matcher matcher = SHARD.matcher(String.valueOf(each.getFileName()));
            if (matcher.matches() && matcher.group(2) != null) {
                counts.add(Integer.valueOf(matcher.group(2)));
            }
        });
        if (!counts.isEmpty() && !command.resume) {
            throw new UserError("output: " + path + " holds shards of an earlier attempt; --resume goes on with them,"
                    + " --overwrite starts anew");
        }
        if (command.shards < 0) {
            throw new UserError("--shards: expected a number from 1, found '" + command.shards + "'");
        }
        return command.shards > 0 ? command.shards : counts.isEmpty() ? usual : counts.last();
    }

    /** Removes all that shards are; the folder too, if nothing else is in it. */
    void delete() {
        try {
            for (Path each : ours()) {
                Folders.delete(each);
            }
            if (Files.isDirectory(path)) {
                try (Stream<Path> left = Files.list(path)) {
                    if (left.findAny().isPresent()) {
                        return;
                    }
                }
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Path> ours() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(each ->
                            SHARD.matcher(String.valueOf(each.getFileName())).matches())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
