#!/usr/bin/env bash
# Makes the secrets that compose.yaml names, in the folder "secrets" beside it; those that are there stay.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

# Nobody but the owner gets into the folder. The files themselves are readable: in the containers they are read by accounts that do not exist here.
mkdir -p secrets
chmod 700 secrets
umask 022

keep() {
    if [[ -e secrets/$1 ]]; then
        echo "$1: is there, stays"
    else
        printf '%s\n' "$2" >"secrets/$1"
        echo "$1: made"
    fi
}

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

for service in identity criteria assessment appraisal survey ranking; do
    keep "$service-database-password" "$(random)"
done
keep postgres-password "$(random)"
keep pgpass "postgres:5432:*:postgres:$(<secrets/postgres-password)"
keep rabbitmq-password "$(random)"
keep rabbitmq-account "default_user = cchc
default_pass = $(<secrets/rabbitmq-password)"
keep rabbitmq-connection "amqp://cchc:$(<secrets/rabbitmq-password)@rabbitmq:5672"
keep admin-password "$(random)"
