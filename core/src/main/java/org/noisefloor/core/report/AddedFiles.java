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
            Path partial = target.resolveSibling("." + target.getFileName() + PARTIAL
                    + ProcessHandle.current().pid());
            RunFolder.delete(partial);
            Files.createDirectory(partial);
            try {
                work.write(partial);
                List<String> names = RunFiles.names(partial);
                Set<String> written = RunFiles.writtenTo(folder);
                names.forEach(name -> check(name, written));
                for (String name : names) {
                    RunFolder.delete(folder.resolve(name));
                    Files.move(partial.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                if (!provenance.isEmpty()) {
                    List<String> all = new ArrayList<>(written);
                    all.addAll(names);
                    RunFiles.provenance(folder, provenance, all);
                }
                return names;
            } finally {
                RunFolder.delete(partial);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
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
