/**
 * The preparation of a table: how the raw values of a row, by column name, become the numbers that
 * a model takes. It is data, fitted on training rows and kept in the model file, and it has no
 * dependency: the predictor, a server, Spark and a browser apply the same code to the same bits.
 */
@NullMarked
package dev.cortado.table;

import org.jspecify.annotations.NullMarked;
