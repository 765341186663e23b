package org.noisefloor.core.selftest;

import java.util.List;

/** What a selftest found. */
public sealed interface Result permits NullResult, RedrawnResult {

    /** What is not as it should be, a sentence each; none if reports keep their word. */
    List<String> failures();

    /** What was done, a table, and what it says, for a console so many columns wide. */
    String text(int width);

    /** Each repetition, in lines of a CSV file. */
    String csv();
}
