package org.noisefloor.core.cli;

/**
 * What the launcher knows of the terminal.
 *
 * @param interactive whether standard error is a terminal
 * @param columns characters in a line
 * @param colours whether standard error is written in colours: on a terminal, unless {@code NO_COLOR} is set (no-color.org)
 */
record Terminal(boolean interactive, int columns, boolean colours) {
    private static final int DEFAULT_COLUMNS = 100;

    static Terminal ofLauncher() {
        boolean interactive = Boolean.getBoolean("noisefloor.terminal");
        return new Terminal(
                interactive,
                Math.max(60, Integer.getInteger("noisefloor.columns", DEFAULT_COLUMNS)),
                interactive && isUnset("NO_COLOR") && !"dumb".equals(System.getenv("TERM")));
    }

    /** Whether standard output goes to another program. */
    static boolean isPiped() {
        return Boolean.getBoolean("noisefloor.piped");
    }

    private static boolean isUnset(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty();
    }

    String red(String text) {
        return coloured(text, 31);
    }

    String yellow(String text) {
        return coloured(text, 33);
    }

    private String coloured(String text, int colour) {
        return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
