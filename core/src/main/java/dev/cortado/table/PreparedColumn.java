package dev.cortado.table;

/**
 * A column that a model uses, and how its values become numbers.
 *
 * @param name as in the header of the table
 */
public record PreparedColumn(String name, Encoding encoding) {}
