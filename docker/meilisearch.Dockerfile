FROM getmeili/meilisearch:v1.53.1

# Runs with no rights at all; its volume takes over the owner of this folder.
USER root
RUN addgroup -S -g 10003 meilisearch \
    && adduser -S -D -H -u 10003 -G meilisearch meilisearch \
    && install -d -o 10003 -g 10003 -m 0700 /meili_data
WORKDIR /meili_data

USER 10003:10003
EXPOSE 7700
ENTRYPOINT []
CMD ["/bin/meilisearch"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:7700/health"]
