package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.text.PlainNumbers;

/**
 * The output folder of a run. All is written to a hidden folder beside it, which takes its place when the run is complete:
 * a run that fails leaves nothing behind, and replaces nothing.
 */
public final class RunFolder implements AutoCloseable {
    public static final String REPORT = "report.json";
    public static final String RECORDS = "records.bin";
    public static final String CONFIG = "config.yaml";
    public static final String TOKENS = "tokens.json";
    public static final String PROVENANCE = "provenance.json";
    public static final String LOG = "log.txt";

    /** What every run writes. */
    static final Set<String> OWN = Set.of(REPORT, RECORDS, CONFIG, TOKENS, PROVENANCE);

    private static final String PARTIAL = ".partial-";
    private static final String KEPT = ".kept-";

    private final Path target;
    private final boolean overwrite;
    /** The topmost folder that was created for this run; null if all were there. */
    private final @Nullable Path created;

    private Path partial;
    private boolean kept;
    private String need = "";

    private RunFolder(Path target, Path partial, @Nullable Path created, boolean overwrite) {
        this.target = target;
        this.partial = partial;
        this.created = created;
        this.overwrite = overwrite;
    }

    /**
     * Checks, before anything is computed, that the output can be written.
     *
     * @param overwrite whether an earlier run there may be replaced
     */
    public static RunFolder prepare(Path output, boolean overwrite) {
        Path target = check(output, overwrite);
        Path parent = target.getParent();
        if (parent == null) {
            throw new UserError("output: " + target + " is the root of a file system; name a folder for this run");
        }
        Path created = firstMissing(parent);
        String prefix = "." + target.getFileName() + PARTIAL;
        Path partial = parent.resolve(prefix + ProcessHandle.current().pid());
        try {
            Files.createDirectories(parent);
            delete(partial);
            removeStale(parent, prefix);
            Files.createDirectory(partial);
            refuseAnother(parent, target, partial);
        } catch (IOException failed) {
            throw new UserError(
                    "output: cannot write to " + parent + " (" + reason(failed) + "); choose another output folder",
                    failed);
        }
        return new RunFolder(target, partial, created, overwrite);
    }

    /** What a process left that was killed before it could clean up; what was kept has another name. */
    private static void removeStale(Path parent, String prefix) throws IOException {
        for (String name : names(parent)) {
            if (name.startsWith(prefix) && isDead(name.substring(prefix.length()))) {
                delete(parent.resolve(name));
            }
        }
    }

    /** Another run that writes to the same output would replace this one's results, or be replaced by them. */
    private static void refuseAnother(Path parent, Path target, Path partial) throws IOException {
        String own = "." + target.getFileName();
        for (String name : names(parent)) {
            String process = Stream.of(PARTIAL, KEPT)
                    .filter(mark -> name.startsWith(own + mark))
                    .map(mark -> name.substring(own.length() + mark.length()))
                    .findFirst()
                    .orElse("");
            if (isAlive(process) && !partial.endsWith(name)) {
                delete(partial);
                throw new UserError("output: another run (process " + process + ") is writing to " + target
                        + "; choose another output folder, or wait for it (if there is none, remove "
                        + parent.resolve(name) + ")");
            }
        }
    }

    private static boolean isProcess(String number) {
        return number.matches("[0-9]{1,18}");
    }

    private static boolean isAlive(String process) {
        return isProcess(process) && ProcessHandle.of(Long.parseLong(process)).isPresent();
    }

    private static boolean isDead(String process) {
        return isProcess(process) && !isAlive(process);
    }

    /**
     * Refuses an output that must not be replaced: anything but an empty folder or, with {@code overwrite}, a folder that holds
     * nothing else than what an earlier run wrote.
     *
     * @return the output, absolute, behind any links
     */
    public static Path check(Path output, boolean overwrite) {
        Path target = resolved(output);
        takesFiles(target);
        if (!Files.exists(target)) {
            return target;
        }
        if (!Files.isDirectory(target)) {
            throw new UserError("output: " + target + " is no folder; name a folder for this run");
        }
        List<String> names = names(target);
        if (names.isEmpty()) {
            return target;
        }
        Set<String> ours = RunFiles.writtenTo(target);
        Optional<String> foreign =
                names.stream().filter(name -> !ours.contains(name)).sorted().findFirst();
        if (foreign.isPresent()) {
            throw new UserError("output: " + target + " holds '" + foreign.get()
                    + "', which no run wrote, so it is not replaced; choose another output folder");
        }
        if (!overwrite) {
            throw new UserError("output: " + target
                    + " holds an earlier run; --overwrite replaces it, or choose another output folder");
        }
        return target;
    }

    /** The nearest folder that is there must be one in which files can be made. */
    private static void takesFiles(Path target) {
        if (target.getParent() == null) {
            return;
        }
        Path there = nearest(target.getParent());
        String why = !Files.isDirectory(there)
                ? " is a file, and no folder can be made in it"
                : !Files.isWritable(there) ? " is a folder that you may not write to" : holdsNoFiles(there);
        if (!why.isEmpty()) {
            throw new UserError("output: " + there + why + "; choose another output folder than " + target);
        }
    }

    /** Of a file system that only shows what the system does, such as /proc, or cannot be written. */
    private static String holdsNoFiles(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.isReadOnly()
                    ? " lies on a file system that is read only"
                    : store.getTotalSpace() == 0
                            ? " lies on a file system that takes no files (" + store.type() + ")"
                            : "";
        } catch (IOException unknown) {
            return ""; // the attempt to write will tell
        }
    }

    private static Path resolved(Path output) {
        Path target = output.toAbsolutePath().normalize();
        if (!Files.isSymbolicLink(target)) {
            return target;
        }
        try {
            return target.toRealPath();
        } catch (IOException dangling) {
            throw new UserError(
                    "output: " + target + " is a link that leads nowhere; name a folder for this run", dangling);
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> String.valueOf(child.getFileName())).toList();
        } catch (IOException failed) {
            throw new UserError("output: cannot read " + folder + " (" + reason(failed) + ")", failed);
        }
    }

    private static @Nullable Path firstMissing(Path folder) {
        Path missing = null;
        for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
            missing = each;
        }
        return missing;
    }

    private static String reason(IOException failed) {
        if (failed instanceof FileSystemException file) {
            String kind = file.getClass().getSimpleName().replace("Exception", "");
            return file.getReason() != null
                    ? file.getReason()
                    : kind.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
        }
        return String.valueOf(failed.getMessage());
    }

    /** @param need what the run takes, as far as is known by now, in words */
    public synchronized void expect(String need) {
        this.need = need;
    }

    /** Why the results could not be written, with what they need and what room there is: a full disk is the usual reason. */
    public synchronized UserError unwritable(IOException failed) {
        return new UserError(
                "output: writing to " + target + " failed (" + reason(failed) + "; "
                        + (need.isEmpty() ? "" : need + ", ") + room(target)
                        + "); make room or choose another output folder",
                failed);
    }

    /** {@code 1.5 GiB of 20 GiB are free there}, where an output is or will be. */
    public static String room(Path target) {
        try {
            FileStore store = Files.getFileStore(nearest(target));
            return PlainNumbers.bytes(store.getUsableSpace()) + " of " + PlainNumbers.bytes(store.getTotalSpace())
                    + " are free there";
        } catch (IOException unknown) {
            return "how much is free there cannot be told";
        }
    }

    /** What to say of an output for which the file system has no room; empty if it has, or does not tell. */
    public static Optional<String> tooLarge(Path output, long bytes) {
        try {
            long free = Files.getFileStore(nearest(output)).getUsableSpace();
            return free >= bytes
                    ? Optional.empty()
                    : Optional.of("the records of this run take about " + PlainNumbers.bytes(bytes) + ", but "
                            + room(output) + "; make room or choose another output folder");
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** The folder itself if it is there, or the nearest one above it that is. */
    private static Path nearest(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Where to write; another place after {@link #keep}. */
    public synchronized Path path() {
        return partial;
    }

    /**
     * From now on neither a failure nor a later run removes what was written: it cost too much. Nothing in the folder may be
     * open.
     */
    public synchronized void keep() {
        kept = true;
        need = ""; // the records are written
        Path safe = partial.resolveSibling(
                "." + target.getFileName() + KEPT + ProcessHandle.current().pid());
        try {
            delete(safe);
            partial = Files.move(partial, safe, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where an unfinished run's files still are, if they were worth keeping. */
    public synchronized Optional<Path> remains() {
        return Files.isDirectory(partial) ? Optional.of(partial) : Optional.empty();
    }

    /** The run is complete: puts it in its place. */
    public synchronized void publish() {
        if (!kept) {
            keep();
        }
        try {
            check(target, overwrite);
        } catch (UserError changed) {
            throw new UserError(changed.getMessage() + "; this run's results are in " + partial, changed);
        }
        Path old = partial.resolveSibling(partial.getFileName() + ".old");
        try {
            boolean replacing = Files.exists(target);
            if (replacing) {
                Files.move(target, old);
            }
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                if (replacing) {
                    Files.move(old, target);
                }
                throw failed;
            }
            delete(old);
        } catch (IOException failed) {
            throw new UserError(
                    "output: cannot move the results from " + partial + " to " + target + " (" + reason(failed) + ")",
                    failed);
        }
    }

    /** Removes what an unfinished run wrote. */
    @Override
    public synchronized void close() {
        if (kept) {
            return;
        }
        kept = true;
        try {
            try {
                remove();
            } catch (IOException stillWriting) {
                // an interruption comes from another thread than the one that writes
                remove();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void remove() throws IOException {
        delete(partial);
        for (Path each = partial.getParent();
                created != null
                        && each != null
                        && each.startsWith(created)
                        && Files.isDirectory(each)
                        && names(each).isEmpty();
                each = each.getParent()) {
            Files.delete(each);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
