/** Tables of any kind: reading them, finding out what their columns are, training on them. */
@SuppressWarnings("requires-automatic") // Hardwood has a name in its manifest, but no descriptor
module dev.cortado.tables {
  requires de.siegmar.fastcsv;
  requires dev.hardwood.core;
  requires java.sql;
  requires transitive dev.cortado.formats;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.cortado.tables;
}
