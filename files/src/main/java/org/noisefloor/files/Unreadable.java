package org.noisefloor.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.noisefloor.api.UserError;

/** Words for files that are there and cannot be read. */
public final class Unreadable {
    private Unreadable() {}

    public static UserError file(Path file, IOException failed) {
        return new UserError(file + ": the file cannot be read: " + reason(failed), failed);
    }

    /** Why reading failed. The message of most exceptions is the path alone, so their kind is said too. */
    public static String reason(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failed instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        return failed.getClass().equals(IOException.class)
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName() + " " + failed.getMessage();
    }
}
