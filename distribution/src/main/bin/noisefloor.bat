@echo off
rem Starts noisefloor. NOISEFLOOR_CACHE names the one folder outside the output that is written to (unpacked native
rem libraries), NOISEFLOOR_JAVA_OPTS adds options for the JVM.
setlocal
set "home=%~dp0.."
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java")
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo error: no Java was found as '%java%'; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
  exit /b 2
)
"%java%" --list-modules 2>nul | findstr /b "jdk.incubator.vector@" >nul
if errorlevel 1 (
  echo error: '%java%' is too old, or was built without the Vector API; a JDK 17 or newer is needed, set JAVA_HOME to one 1>&2
  exit /b 2
)
if not defined NOISEFLOOR_JAVA_OPTS goto options_are_right
rem these act or wait as soon as the JVM starts
set NOISEFLOOR_JAVA_OPTS | findstr "agent jdwp FlightRecord" >nul
if not errorlevel 1 goto options_are_right
"%java%" %NOISEFLOOR_JAVA_OPTS% -version >nul 2>&1
if not errorlevel 1 goto options_are_right
echo error: Java does not start with NOISEFLOOR_JAVA_OPTS=%NOISEFLOOR_JAVA_OPTS% 1>&2
exit /b 2
:options_are_right
if defined NOISEFLOOR_CACHE (set "cache=%NOISEFLOOR_CACHE%") else (set "cache=%LOCALAPPDATA%\noisefloor\cache")
set ORT_DISABLE_TELEMETRY=1
set OPT_OUT_TRACKING=true
set DJL_OFFLINE=true
if not defined OMP_WAIT_POLICY set OMP_WAIT_POLICY=passive
set DJL_CACHE_DIR=
set ENGINE_CACHE_DIR=
rem what computes nothing is over before the optimising compiler pays; all else may want the module of the Vector API
rem (and code that waits to be compiled keeps its profile: docs/design/kernels.md)
set "kind=--add-exports java.base/jdk.internal.module=ALL-UNNAMED -XX:Tier3DelayOn=100000"
rem what waits for one processor to compile it had better wait, and little be compiled
if "%NUMBER_OF_PROCESSORS%"=="1" set "kind=%kind% -XX:-BackgroundCompilation -XX:CompileThresholdScaling=3"
set "first=%~1"
if not defined first set "first=-"
if not "%first%"=="--plugins" if "%first:~0,1%"=="-" set "kind=-XX:TieredStopAtLevel=1"
for %%c in (help plugins schema completion) do if "%first%"=="%%c" set "kind=-XX:TieredStopAtLevel=1"
rem a collector without threads, unless another one is named: two are refused
(set NOISEFLOOR_JAVA_OPTS & set JDK_JAVA_OPTIONS & set JAVA_TOOL_OPTIONS) 2>nul | findstr "GC" >nul
if errorlevel 1 set "kind=%kind% -XX:+UseSerialGC"
"%java%" %kind% --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 "-Dnoisefloor.home=%home%" "-Dnoisefloor.cache=%cache%" %NOISEFLOOR_JAVA_OPTS% -cp "%home%\lib\*" org.noisefloor.core.cli.Main %*
exit /b %errorlevel%
