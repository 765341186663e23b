/** What every form of the report says in the same words: sites, floors, and what came out. Nothing is judged here. */
@NullMarked
package org.noisefloor.files.words;

import org.jspecify.annotations.NullMarked;
