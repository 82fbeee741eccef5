# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2025 `
    AS core
RUN dir C:\
FROM core
