package org.noisefloor.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what lies in a folder can only have been put there by its user (or root): code is loaded from there.
 *
 * <p>That takes that nobody else may write to the folder, nor to one above it, in which it could be replaced by another. A sticky folder, such
 * as {@code /tmp}, lets nobody replace what is someone else's. A group with the name of the owner is the owner's own, as most Linux
 * systems make it. Where files have no POSIX permissions nothing is found.
 */
public final class OwnFolder {
    private static final int STICKY = 01000;

    private OwnFolder() {}

    /**
     * Who else may write there, in half a sentence that begins with the folder; empty if nobody.
     *
     * @param folder it, or what will be a folder
     */
    public static Optional<String> others(Path folder) {
        try {
            Path there = there(folder);
            return others(there.toRealPath(), there.equals(folder.toAbsolutePath()));
        } catch (IOException unreadable) {
            return Optional.of(folder + " cannot be looked at (" + Unreadable.reason(unreadable) + ")");
        }
    }

    /** The folder, or the nearest one above it that exists. */
    public static Path there(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** @param itself whether things are put into the folder, and not only into a new one in it */
    private static Optional<String> others(Path folder, boolean itself) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().containsAll(Set.of("posix", "unix"))) {
            return Optional.empty();
        }
        int user = user();
        for (Path each = folder; each != null; each = each.getParent()) {
            PosixFileAttributes attributes =
                    Files.readAttributes(each, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            int uid = (int) Files.getAttribute(each, "unix:uid");
            if (uid != user && uid != 0) {
                return Optional.of(each + " belongs to " + attributes.owner().getName());
            }
            boolean sticky = ((int) Files.getAttribute(each, "unix:mode") & STICKY) != 0;
            Optional<String> writers = writers(attributes);
            if (writers.isPresent() && (!sticky || (itself && each.equals(folder)))) {
                return Optional.of(writers.get() + " may write to " + each);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> writers(PosixFileAttributes attributes) {
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("everybody");
        }
        String group = attributes.group().getName();
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                        && !group.equals(attributes.owner().getName())
                ? Optional.of("the group " + group)
                : Optional.empty();
    }

    /** Whose this process is: Linux says so of the process itself, elsewhere the home folder is the user's. */
    private static int user() throws IOException {
        Path process = Path.of("/proc/self");
        Path own = Files.exists(process) ? process : Path.of(System.getProperty("user.home", ""));
        return (int) Files.getAttribute(own, "unix:uid");
    }
}
