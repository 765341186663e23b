package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin whose manifest was accepted, with the class loader that all its code runs under.
 *
 * @param id from the manifest of its main jar
 * @param version from the same manifest
 * @param file its main jar, relative to the plugins folder
 * @param jars all its jars, by name
 * @param loader named {@code plugin:ID}; open as long as the process lives, since plugin code may run until the end
 */
record Plugin(String id, String version, String file, List<Path> jars, ClassLoader loader) {

    /** As it stands in messages. */
    @Override
    public String toString() {
        return "plugin '" + id + "' (" + file + ")";
    }
}
