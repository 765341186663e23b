@rem The same as bin\noisefloor.bat: what the pages write as ./noisefloor works in this folder too.
@"%~dp0bin\noisefloor.bat" %*
