package org.noisefloor.core.plugins;

/**
 * A plugin failed in a way that its user cannot mend: its message names the plugin, the operation and what was thrown, its
 * cause is what was thrown.
 */
public final class PluginDefect extends RuntimeException {
    private static final long serialVersionUID = 1;

    PluginDefect(Plugin plugin, String operation, Throwable cause) {
        super(plugin + " failed in " + operation + ": " + cause, cause);
    }

    PluginDefect(Plugin plugin, String operation, String what) {
        super(plugin + " failed in " + operation + ": " + what);
    }

    PluginDefect(Plugin plugin, String operation, String what, Throwable cause) {
        super(plugin + " failed in " + operation + ": " + what, cause);
    }
}
