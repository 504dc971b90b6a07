# syntax=docker/dockerfile:1
# Builds the dashboard and runs it without a shell, as a user that is not root.
#
#   docker build -t audit-dashboard .
#   docker run --rm -p 127.0.0.1:5080:5080 -v audit-data:/data audit-dashboard
#
# In the image people sign in: open the link that it prints at start. Where others than this machine reach it, put a proxy
# that speaks TLS in front, and write its address into PublicUrl.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Restore needs the components too: Blazor's scripts are a package that the SDK adds only where there are any.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig appsettings.json ./
COPY wwwroot wwwroot
COPY src src
RUN dotnet restore src/AuditDashboard/AuditDashboard.csproj --locked-mode
RUN dotnet publish src/AuditDashboard/AuditDashboard.csproj -c Release --no-restore -o /app && mkdir /data

# Chiseled: no shell, no package manager. "extra" has ICU and the time zones.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV Storage__Path=/data/audit.db \
    SignIn__Mode=Token \
    Urls=http://0.0.0.0:5080 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 5080
# The program asks itself: the image has neither a shell nor curl.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["dotnet", "/app/AuditDashboard.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "/app/AuditDashboard.dll"]
