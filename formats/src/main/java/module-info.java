/** Model files, the predictor that reads them, and tables of rows on disk. */
@SuppressWarnings("module") // modules above this one are not there yet when it is compiled
module dev.cortado.formats {
  requires transitive dev.cortado.core;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.cortado.formats;
  exports dev.cortado.formats.json to
      dev.cortado.tables;
}
