@echo off
rem Starts Cortado: finds a JDK, builds when a source is newer than the last build, and runs the command.
rem CORTADO_JAVA_OPTS holds options for java, for instance -Xmx8g.
setlocal
set "NEEDED=25"
set "ROOT=%~dp0"
set "BUILT=%ROOT%cli\target\cortado"
set "JDK="
set "FOUND=none"

if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do for %%d in ("%%~dpj..") do call :try "%%~fd"
for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*"
) do call :try "%%~fd"
if defined JDK goto check
echo cortado: needs a JDK %NEEDED% or newer, found %FOUND%; install one, for instance Temurin %NEEDED%, or set JAVA_HOME>&2
exit /b 2

:check
if not exist "%BUILT%\stamp" goto build
pushd "%ROOT%"
for %%m in (core vector formats tables cli) do (
  xcopy "%%m\src\main" "%BUILT%\sources\%%m\src\main" /D /L /S /Y /I 2>nul | findstr /c:"\src\main\" >nul && goto outdated
  xcopy "%%m\pom.xml" "%BUILT%\sources\%%m" /D /L /Y /I 2>nul | findstr /c:"pom.xml" >nul && goto outdated
)
popd
goto run

:outdated
popd

:build
echo cortado: building (a minute or so if it is the first time)>&2
if exist "%BUILT%" rmdir /s /q "%BUILT%"
mkdir "%BUILT%"
if errorlevel 1 (
  echo cortado: cannot build in "%BUILT%"; it needs a folder that can be written to>&2
  exit /b 5
)
pushd "%ROOT%"
for %%m in (core vector formats tables cli) do (
  xcopy "%%m\src\main" "%BUILT%\sources\%%m\src\main" /S /Y /I /Q >nul
  xcopy "%%m\pom.xml" "%BUILT%\sources\%%m" /Y /I /Q >nul
)
set "JAVA_HOME=%JDK%"
call "%ROOT%mvnw.cmd" -q -Dmaven.test.skip -pl core,vector,formats,tables,cli package 1>&2
if errorlevel 1 (
  echo cortado: the build failed>&2
  exit /b 1
)
copy /y "cli\target\libraries\*.jar" "%BUILT%" >nul
copy /y "cli\target\cortado-cli-*.jar" "%BUILT%\cortado-cli.jar" >nul
popd
echo built>"%BUILT%\stamp"

:run
rem The manifest of the jar has the class path and an export that lets the SIMD kernels load their module without the warning
rem of --add-modules.
"%JDK%\bin\java" -Xlog:disable -XX:+UseSerialGC -Xmn32m %CORTADO_JAVA_OPTS% -jar "%BUILT%\cortado-cli.jar" %*
exit /b

rem Sets JDK to folder %1 if JDK is not set and the one there is new enough; otherwise sets FOUND, for the error message.
:try
if defined JDK exit /b
if not exist "%~1\release" exit /b
set "JAVA_VERSION="
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "JAVA_VERSION=%%~v"
if not defined JAVA_VERSION exit /b
for /f "delims=.-+_" %%f in ("%JAVA_VERSION%") do set "FEATURE=%%f"
if %FEATURE% geq %NEEDED% if exist "%~1\bin\javac.exe" set "JDK=%~1"
if not defined JDK if "%FOUND%"=="none" set "FOUND=%JAVA_VERSION% (%~1)"
exit /b
