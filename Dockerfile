# syntax=docker/dockerfile:1
# Footnote as an image: built in one stage, run in another that has neither compiler nor tests nor npm's cache.

FROM node:22-slim AS build
WORKDIR /app
# The lock first: dependencies are installed anew only when it changes.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
# Builds, and learns the report's training phrases into .cache, so that a container starts in a second.
RUN npm run build && node dist/main.js learn && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production \
    FOOTNOTE_FOLDER=/data \
    METRICS_PORT=9464
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/assets ./assets
COPY --from=build /app/data ./data
COPY --from=build /app/intents ./intents
COPY --from=build /app/.cache ./.cache
# The only folder that is written to; everything else works read-only.
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
# The port for Slack over HTTP and for its installation pages; Discord and Socket Mode need none.
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm, so that SIGTERM reaches it.
ENTRYPOINT ["node", "dist/main.js"]
CMD ["serve"]
