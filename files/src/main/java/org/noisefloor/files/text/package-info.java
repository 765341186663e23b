/** Numbers, HTML and Markdown as every form of the report writes them. */
@NullMarked
package org.noisefloor.files.text;

import org.jspecify.annotations.NullMarked;
