#!/bin/sh
# Run once by the PostgreSQL image, on an empty data folder: for each service whose password is
# mounted, a database of its own and a role that can enter no other.
set -eu

for file in "${SECRETS_FOLDER:-/run/secrets}"/*_database_password; do
    service="$(basename "$file" _database_password)"
    ROLE_NAME="htx_$service" ROLE_PASSWORD="$(cat "$file")" \
        psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
        --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv name ROLE_NAME
\getenv password ROLE_PASSWORD
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
