@echo off
rem Builds the distribution if it is missing, then runs it. After a change of the sources: mvn -DskipTests package
setlocal
set "root=%~dp0"
if not exist "%root%distribution\target\noisefloor\bin\noisefloor.bat" (
  echo building noisefloor; this takes a minute or two the first time 1>&2
  call mvn -B -q -f "%root%pom.xml" -DskipTests package 1>&2 || exit /b 1
)
call "%root%distribution\target\noisefloor\bin\noisefloor.bat" %*
exit /b %errorlevel%
