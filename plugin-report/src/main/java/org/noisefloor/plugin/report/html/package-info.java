/** {@code html}: the report as one page that opens from disk. */
@NullMarked
package org.noisefloor.plugin.report.html;

import org.jspecify.annotations.NullMarked;
