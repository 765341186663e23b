package org.noisefloor.core.cli;

/**
 * What the launcher knows of the terminal.
 *
 * @param interactive whether standard error is a terminal
 * @param columns characters in a line
 */
record Terminal(boolean interactive, int columns) {
    private static final int DEFAULT_COLUMNS = 100;

    static Terminal ofLauncher() {
        return new Terminal(
                Boolean.getBoolean("noisefloor.terminal"),
                Math.max(60, Integer.getInteger("noisefloor.columns", DEFAULT_COLUMNS)));
    }
}
