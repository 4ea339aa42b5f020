FROM caddy:2.10-alpine

# A copy carries no right to low ports: the proxy listens on high ones and runs with no rights at all.
# Its volume takes over the owner of this folder.
RUN cp /usr/bin/caddy /usr/local/bin/caddy \
    && addgroup -S -g 10002 caddy \
    && adduser -S -D -H -u 10002 -G caddy caddy \
    && install -d -o 10002 -g 10002 -m 0700 /caddy
COPY --chmod=0444 Caddyfile /etc/caddy/Caddyfile

USER 10002:10002
ENV HOME=/tmp XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/caddy
EXPOSE 8080 8443
CMD ["/usr/local/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2020/healthy"]
