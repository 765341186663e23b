package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A plugin whose manifest was accepted, with the class loader that all its code runs under.
 *
 * @param id from the manifest of its main jar
 * @param version from the same manifest
 * @param file its main jar, relative to the plugins folder
 * @param jars all its jars, by name
 * @param loader named {@code plugin:ID}; open as long as the process lives, since plugin code may run until the end
 * @param calls how often it was called, without what is called at every position
 */
record Plugin(String id, String version, String file, List<Path> jars, ClassLoader loader, LongAdder calls) {
    /** In front of the name of each plugin's class loader; stack traces tell it. */
    static final String LOADER = "plugin:";

    Plugin(String id, String version, String file, List<Path> jars, ClassLoader loader) {
        this(id, version, file, jars, loader, new LongAdder());
    }

    /** As it stands in messages. */
    @Override
    public String toString() {
        return "plugin '" + id + "' (" + file + ")";
    }
}
