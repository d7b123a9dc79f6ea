# The portal in one image: built as ./run builds it, with the pinned helm beside it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# CI: packages exactly as the lock files say.
ENV CI=true
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY .ci/ .ci/
RUN install -D -m 0755 "$(.ci/tool helm)" /out/helm
COPY . .
RUN dotnet publish Portal/Portal.csproj -c Release -o /out/portal

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /out/helm /usr/local/bin/helm
COPY --from=build /out/portal /app
COPY charts/ /charts/
RUN install -d -o app -g app -m 0700 /data
USER app
VOLUME /data
ENV Portal__Data=/data Portal__Charts=/charts Portal__Helm=/usr/local/bin/helm
EXPOSE 5080
ENTRYPOINT ["dotnet", "/app/Dodas.Portal.dll"]
CMD ["--urls=http://0.0.0.0:5080"]
