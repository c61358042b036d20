# Writes tables of Debian's R packages as CSV files: Rscript export.R MANIFEST FOLDER
# A missing value is an empty cell; rows without a target are left out; columns and rows keep their order.
arguments <- commandArgs(trailingOnly = TRUE)
manifest <- jsonlite::fromJSON(arguments[1], simplifyVector = FALSE)$tables
for (name in names(manifest)) {
  table <- manifest[[name]]
  if (is.null(table$r)) next
  parts <- strsplit(table$r, "::", fixed = TRUE)[[1]]
  found <- new.env()
  data(list = parts[2], package = parts[1], envir = found)
  frame <- as.data.frame(get(parts[2], envir = found))
  frame <- frame[!is.na(frame[[table$target]]), setdiff(names(frame), unlist(table$without)), drop = FALSE]
  write.csv(frame, file.path(arguments[2], paste0(name, ".csv")), row.names = FALSE, na = "", quote = TRUE, fileEncoding = "UTF-8")
}
