package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.files.Folders;
import org.noisefloor.files.text.PlainNumbers;

/**
 * The output folder of a run. All is written to a hidden folder beside it, which takes its place when the run is complete: a run that
 * fails replaces nothing. It leaves nothing behind either, unless records of whole batches are there: then the hidden folder stays, and a
 * later run goes on with it.
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

    private static final String UNFINISHED = ".unfinished";
    private static final String LOCK = ".lock";

    private final Path target;
    private final Path work;
    private final Existing existing;
    private final RunLock lock;
    /** The topmost folder that was created for this run; null if all were there. */
    private final @Nullable Path created;
    /** Records of an unfinished run that it goes on with; 0 if there is none. */
    private final int found;

    private boolean kept;
    private boolean published;
    private String need = "";

    /** What to do with what an output already holds. */
    public enum Existing {
        /** Refuse it, with no option that would change that. */
        NEVER,
        /** Refuse it, and say which options there are. */
        REFUSE,
        /** Replace an earlier run once this one is complete, and forget an unfinished one. */
        OVERWRITE,
        /** Go on with an unfinished run, if there is one. */
        RESUME,
        /** Go on with an unfinished run, and replace an earlier one in the end. */
        RESUME_AND_OVERWRITE;

        public static Existing of(boolean resume, boolean overwrite) {
            return resume ? (overwrite ? RESUME_AND_OVERWRITE : RESUME) : overwrite ? OVERWRITE : REFUSE;
        }

        private boolean resumes() {
            return this == RESUME || this == RESUME_AND_OVERWRITE;
        }

        private boolean overwrites() {
            return this == OVERWRITE || this == RESUME_AND_OVERWRITE;
        }

        private String remedy(String options) {
            return (this == NEVER ? "" : options + ", or ") + "choose another output folder";
        }
    }

    private RunFolder(Path target, Path work, Existing existing, RunLock lock, @Nullable Path created, int found) {
        this.target = target;
        this.work = work;
        this.existing = existing;
        this.lock = lock;
        this.created = created;
        this.found = found;
        this.kept = found > 0;
    }

    /**
     * Checks, before anything is computed, that the output can be written, and keeps other processes from it.
     *
     * @throws UserError if it cannot, if another run is at it, or holds what {@code existing} does not allow
     */
    public static RunFolder prepare(Path output, Existing existing) {
        Path target = check(output, existing);
        Path parent = target.getParent();
        if (parent == null) {
            throw new UserError("output: " + target + " is the root of a file system; name a folder for this run");
        }
        Path created = firstMissing(parent);
        Path work = hidden(target, UNFINISHED);
        try {
            Files.createDirectories(parent);
            RunLock lock = RunLock.take(hidden(target, LOCK));
            try {
                check(target, existing); // once more: the run that had the lock may just have ended
                Files.createDirectories(work);
                int found = settle(target, work, existing);
                return new RunFolder(target, work, existing, lock, created, found);
            } catch (IOException | RuntimeException refused) {
                lock.close();
                throw refused;
            }
        } catch (RunLock.Held other) {
            throw new UserError(
                    "output: another run (" + other.getMessage() + ") is writing to " + target
                            + "; choose another output folder, or wait for it",
                    other);
        } catch (IOException failed) {
            throw new UserError(
                    "output: cannot write to " + parent + " (" + reason(failed) + "); choose another output folder",
                    failed);
        }
    }

    /**
     * Looks at what an unfinished run left.
     *
     * @return how many records there are to go on with; if none, nothing of it is there any more
     */
    private static int settle(Path target, Path work, Existing existing) throws IOException {
        int records = RecordStore.count(work.resolve(RECORDS));
        if (records > 0 && existing.resumes()) {
            return records;
        }
        // a run says what it is made from before its first record: what does not is a merge that was killed, whose
        // shards are there
        boolean refused = existing == Existing.REFUSE || existing == Existing.NEVER;
        if (records > 0 && refused && Files.exists(work.resolve(PROVENANCE))) {
            throw new UserError("output: an unfinished run to " + target + " has the records of " + records
                    + (records == 1 ? " sequence; " : " sequences; ")
                    + existing.remedy("--resume goes on with it, --overwrite starts anew"));
        }
        if (existing == Existing.RESUME
                && Files.exists(target)
                && !names(target).isEmpty()) {
            throw new UserError("output: " + target + " holds a finished run, and there is nothing to go on with;"
                    + " --overwrite replaces it, 'noisefloor report' writes further forms of it");
        }
        Folders.delete(work);
        Files.createDirectory(work);
        return 0;
    }

    /** Whether an output holds a run, or a shard of one, that is complete, and nothing beside it waits to be gone on with. */
    public static boolean isComplete(Path output) {
        Path target = resolved(output);
        return RunFiles.writtenTo(target).contains(RECORDS) && !Files.exists(hidden(target, UNFINISHED));
    }

    private static Path hidden(Path target, String what) {
        return target.resolveSibling("." + target.getFileName() + what);
    }

    /** Whether it goes on with a run that was interrupted. */
    public boolean resumes() {
        return found > 0;
    }

    /** How many whole records that run has left. */
    int found() {
        return found;
    }

    /**
     * Refuses an output that must not be replaced: anything but an empty folder or, if it may be overwritten, a folder that holds
     * nothing else than what an earlier run wrote.
     *
     * @return the output, absolute, behind any links
     */
    public static Path check(Path output, Existing existing) {
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
        boolean goesOn =
                existing == Existing.RESUME && !Files.exists(hidden(target, UNFINISHED)); // what then is told later
        if (!existing.overwrites() && !goesOn) {
            throw new UserError(
                    "output: " + target + " holds an earlier run; " + existing.remedy("--overwrite replaces it"));
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

    /** Where to write. */
    public Path path() {
        return work;
    }

    /** From now on neither a failure nor a later run removes what was written: a later one can go on with it. */
    public synchronized void keep() {
        kept = true;
    }

    /** All records are written: how much they need is no longer of interest. */
    public synchronized void recorded() {
        need = "";
    }

    /** What is said of the run's files, if it is over or they were worth keeping. */
    public synchronized Optional<String> remains() {
        if (published) {
            return Optional.of("the run itself is complete in " + target);
        }
        int records = RecordStore.count(work.resolve(RECORDS));
        return records == 0
                ? Optional.empty()
                : Optional.of((records == 1
                                ? "the record of one sequence is"
                                : "the records of " + records + " sequences are")
                        + " kept in " + work + "; the same command with --resume goes on with them");
    }

    /** The run is complete: puts it in its place. */
    public synchronized void publish() {
        kept = true;
        try {
            check(target, existing);
        } catch (UserError changed) {
            throw new UserError(changed.getMessage() + "; this run's results are in " + work, changed);
        }
        Path old = work.resolveSibling(work.getFileName() + ".old");
        try {
            force(work);
            Folders.delete(old);
            boolean replacing = Files.exists(target);
            if (replacing) {
                Files.move(target, old);
            }
            try {
                Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                if (replacing) {
                    Files.move(old, target);
                }
                throw failed;
            }
            published = true;
            Folders.delete(old);
            AddedFiles.removeLeft(target);
        } catch (IOException failed) {
            throw new UserError(
                    "output: cannot move the results from " + work + " to " + target + " (" + reason(failed) + ")",
                    failed);
        }
    }

    /** All files of a folder are on the disk, so that a power cut after they have moved takes none of them. */
    private static void force(Path folder) throws IOException {
        for (String name : names(folder)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                forceFile(folder.resolve(name));
            }
        }
    }

    static void forceFile(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** Removes what an unfinished run wrote, if it is not worth keeping. */
    @Override
    public synchronized void close() {
        try (lock) {
            if (!kept) {
                kept = true;
                remove();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void remove() throws IOException {
        try {
            Folders.delete(work);
        } catch (IOException stillWriting) {
            // an interruption comes from another thread than the one that writes
            Folders.delete(work);
        }
        lock.close(); // it stands in the folders that go now
        for (Path each = work.getParent();
                created != null
                        && each != null
                        && each.startsWith(created)
                        && Files.isDirectory(each)
                        && names(each).isEmpty();
                each = each.getParent()) {
            Files.delete(each);
        }
    }
}
