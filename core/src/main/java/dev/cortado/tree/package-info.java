/** Small regression trees, from which edges of bins and codes of leaves are taken. */
@NullMarked
package dev.cortado.tree;

import org.jspecify.annotations.NullMarked;
