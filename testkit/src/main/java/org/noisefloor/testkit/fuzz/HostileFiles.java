package org.noisefloor.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.noisefloor.api.UserError;

/**
 * What a reader of files keeps to, whatever a file holds: a result, or a {@link UserError} of one sentence that begins with the file. No
 * other exception, no error of the JVM, no hang.
 *
 * <p>The same check serves a mutation loop ({@link #check(long, long, Mutator)}) and a fuzzer that is guided by coverage, which hands its
 * inputs to {@link #check(byte[])}.
 */
public final class HostileFiles {
    /** Reads all of a file or folder that the program would. */
    @FunctionalInterface
    public interface Reader {
        void read(Path file);
    }

    private final Path file;
    private final Path start;
    private final Reader reader;

    /**
     * For a reader of single files.
     *
     * @param file that is written anew for each input
     */
    public HostileFiles(Path file, Reader reader) {
        this(file, file, reader);
    }

    /**
     * For a reader of a folder, of whose files one is hostile.
     *
     * @param file that is written anew for each input
     * @param folder that is read
     */
    public HostileFiles(Path file, Path folder, Reader reader) {
        this.file = file;
        this.start = folder;
        this.reader = reader;
    }

    /**
     * Reads mutated files, of {@code inputs} numbers from {@code first} on.
     *
     * @return how many were refused
     */
    public long check(long first, long inputs, Mutator mutator) {
        long refused = 0;
        for (long number = first; number < first + inputs; number++) {
            try {
                refused += check(mutator.file(number)) ? 0 : 1;
            } catch (Throwable failed) {
                throw new AssertionError("file number " + number + ": " + failed, failed);
            }
        }
        return refused;
    }

    /**
     * Reads one file.
     *
     * @return whether it was read; else it was refused as it should be
     */
    public boolean check(byte[] content) {
        try {
            // a new one each time: some file systems wait for the disk when one is written over
            Files.deleteIfExists(file);
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try {
            reader.read(start);
            return true;
        } catch (UserError refusal) {
            checkSentences(start, refusal);
            return false;
        }
    }

    /** Checks that each sentence of a refusal begins with the file and is one line. */
    public static void checkSentences(Path file, UserError refusal) {
        for (String sentence : refusal.sentences()) {
            if (!sentence.startsWith(file.toString()) || sentence.codePoints().anyMatch(Character::isISOControl)) {
                throw new AssertionError("not one sentence that begins with the file: " + sentence, null);
            }
        }
    }
}
