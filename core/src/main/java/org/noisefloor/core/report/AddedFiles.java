package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Folders;
import org.noisefloor.files.ProcessFolder;

/**
 * Files that are added to the folder of a run that is over. They are written to a hidden folder beside it first, so that nothing is
 * replaced by halves, and nothing at all that a stranger wrote.
 *
 * @param folder of the run
 * @param overwrite whether files that are there already are replaced
 * @param own what of the run's own files may be replaced
 */
record AddedFiles(Path folder, boolean overwrite, Set<String> own) {
    private static final String PARTIAL = ".further-";

    /** One folder further in, so that what is written beside it is found. */
    private static final String INNER = "files";

    /** Writes files into a folder. */
    @FunctionalInterface
    interface Work {
        void write(Path into) throws IOException;
    }

    /**
     * @param provenance what the run was made with; empty if that is not known, and then no list of files is kept
     * @return the names of the files that were written
     */
    List<String> add(Map<String, Object> provenance, Work work) {
        try {
            Path target = folder.toRealPath();
            removeLeft(target);
            Path partial = ProcessFolder.of(partial(target));
            Path inner = Files.createDirectories(partial.resolve(INNER));
            try {
                work.write(inner);
                requireInside(partial);
                List<String> names = RunFiles.names(inner);
                Set<String> written = RunFiles.writtenTo(folder);
                for (String name : names) {
                    check(name, written);
                    requireFile(inner.resolve(name));
                }
                for (String name : names) {
                    Folders.delete(folder.resolve(name));
                    Files.move(inner.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                if (!provenance.isEmpty()) {
                    List<String> all = new ArrayList<>(written);
                    all.addAll(names);
                    RunFiles.provenance(folder, provenance, all);
                }
                return names;
            } finally {
                Folders.delete(partial);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What processes that were killed have left beside a folder. */
    static void removeLeft(Path target) throws IOException {
        ProcessFolder.removeLeft(partial(target));
    }

    private static Path partial(Path target) {
        return target.resolveSibling("." + target.getFileName() + PARTIAL);
    }

    /** What leads out of the folder would lead elsewhere once it is moved. */
    private void requireFile(Path written) {
        if (Files.isSymbolicLink(written)) {
            throw new UserError(folder.resolve(written.getFileName())
                    + ": a report writer wants to put a link there, and a report holds files; that is a defect of its"
                    + " plugin");
        }
    }

    private void requireInside(Path partial) throws IOException {
        List<String> beside = new ArrayList<>(RunFiles.names(partial));
        if (!beside.remove(INNER)) {
            throw new UserError(
                    folder + ": a report writer removed the folder that it was to write to; that is a defect of"
                            + " its plugin");
        }
        if (!beside.isEmpty()) {
            throw new UserError(folder + ": a report writer wrote outside the folder that it was given ("
                    + String.join(", ", beside) + "); that is a defect of its plugin");
        }
    }

    private void check(String name, Set<String> written) {
        if (RunFolder.OWN.contains(name) && !own.contains(name)) {
            throw new UserError(folder.resolve(name)
                    + ": a report writer wants to replace what the run itself wrote; that is a defect of its plugin");
        }
        if (Files.exists(folder.resolve(name)) && !written.contains(name)) {
            throw new UserError(folder.resolve(name) + ": no run wrote this file, so it is not replaced; move it away");
        }
        if (Files.exists(folder.resolve(name)) && !overwrite) {
            throw new UserError(folder.resolve(name) + ": is there already; --overwrite replaces it");
        }
    }
}
