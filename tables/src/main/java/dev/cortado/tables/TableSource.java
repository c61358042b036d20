package dev.cortado.tables;

import java.util.List;

/**
 * A table that can be read from its beginning as often as needed: a file, several files, a query.
 */
public interface TableSource {

  /** A short name for messages and folders, such as {@code adult.csv}. */
  String name();

  /** The names of the columns, in the order of the values. */
  List<String> columns();

  /** How the table is read, a line for each thing that was found out: {@code delimiter ';'}. */
  List<String> facts();

  /** Begins to read. */
  RowReader open();
}
