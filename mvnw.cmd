@echo off
rem Runs Maven here: the installed one, else, where MVNW_REPOURL names a Maven repository, a pinned one from it.
setlocal
set "VERSION=3.9.11"
set "SHA512=03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076"
cd /d "%~dp0"

where mvn >nul 2>nul || goto wrapper
call mvn %*
exit /b %ERRORLEVEL%

:wrapper
set "DISTS=%USERPROFILE%\.m2\wrapper\dists"
set "FOLDER=%DISTS%\apache-maven-%VERSION%"
if exist "%FOLDER%\bin\mvn.cmd" goto run
if not defined MVNW_REPOURL (
  echo mvnw: needs Maven 3.8 or newer; install it, or set MVNW_REPOURL to a Maven repository to download it from>&2
  exit /b 2
)
set "URL=%MVNW_REPOURL%/org/apache/maven/apache-maven/%VERSION%/apache-maven-%VERSION%-bin.zip"
echo mvnw: downloading Maven %VERSION%>&2
powershell -NoProfile -Command ^
  "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';" ^
  "$zip = Join-Path $env:TEMP \"maven-$PID.zip\";" ^
  "Invoke-WebRequest -UseBasicParsing $env:URL -OutFile $zip;" ^
  "if ((Get-FileHash -Algorithm SHA512 $zip).Hash -ne $env:SHA512) { throw \"wrong SHA-512: $env:URL\" };" ^
  "Expand-Archive -Force $zip $env:DISTS; Remove-Item $zip"
if errorlevel 1 (
  echo mvnw: cannot install Maven from %URL%>&2
  exit /b 2
)

:run
"%FOLDER%\bin\mvn.cmd" %*
