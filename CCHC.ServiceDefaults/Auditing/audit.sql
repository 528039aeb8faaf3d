-- What every service's database has beside its own tables: who changed what. Run by --migrate as the owner of the database; repeating it changes nothing.

CREATE SCHEMA IF NOT EXISTS audit;

CREATE TABLE IF NOT EXISTS audit.entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor uuid,
    actor_name text,
    address text,
    action text,
    trace text,
    reason text,
    table_name text NOT NULL,
    key jsonb NOT NULL,
    operation text NOT NULL, -- I, U, D: a change; R: reading; B: the row as it was found when recording began or a migration ended; X: found changed unrecorded
    before jsonb,
    after jsonb,
    image bytea, -- hash of the whole row as it then was
    written_by text NOT NULL DEFAULT session_user -- who was logged in to the database
);
CREATE INDEX IF NOT EXISTS ix_entry_transaction ON audit.entry (transaction, id);
CREATE INDEX IF NOT EXISTS ix_entry_at ON audit.entry USING brin (at) WITH (autosummarize = on);

CREATE TABLE IF NOT EXISTS audit.link (position bigint PRIMARY KEY, entry_id bigint NOT NULL UNIQUE, hash bytea NOT NULL);

CREATE TABLE IF NOT EXISTS audit.progress (sealed_below xid8 NOT NULL, salt bytea NOT NULL);
INSERT INTO audit.progress
SELECT pg_snapshot_xmin(pg_current_snapshot()), sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')) WHERE NOT EXISTS (SELECT FROM audit.progress);

-- The row with digests in place of what must not be copied. Salted: else a telephone number is found by trying all of them.
CREATE OR REPLACE FUNCTION audit.digest(content jsonb, columns text[]) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    name text;
    salted bytea;
BEGIN
    SELECT salt INTO salted FROM audit.progress;
    FOREACH name IN ARRAY columns LOOP
        IF content ->> name IS NOT NULL THEN
            content := content || jsonb_build_object(name, 'sha256:' || encode(sha256(salted || convert_to(content ->> name, 'UTF8')), 'hex'));
        END IF;
    END LOOP;
    RETURN content;
END
$$;

-- Somebody has read something sensitive.
CREATE OR REPLACE FUNCTION audit.read(subject text, key jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    origin jsonb := nullif(current_setting('cchc.origin', true), '')::jsonb;
BEGIN
    INSERT INTO audit.entry (actor, actor_name, address, action, trace, table_name, key, operation)
    VALUES ((origin ->> 'actor')::uuid, origin ->> 'name', origin ->> 'address', origin ->> 'action', origin ->> 'trace', subject, key, 'R');
END
$$;

-- What is hashed of an entry.
CREATE OR REPLACE FUNCTION audit.canonical(entry audit.entry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(entry.id, entry.transaction::text, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor, entry.actor_name,
        entry.address, entry.action, entry.trace, entry.reason, entry.table_name, entry.key, entry.operation, entry.before, entry.after, encode(entry.image, 'hex'), entry.written_by)::text
$$;

-- Nobody writes an entry in another's name or time.
CREATE OR REPLACE FUNCTION audit.stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction := pg_current_xact_id();
    NEW.at := clock_timestamp();
    NEW.written_by := session_user;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON audit.entry FOR EACH ROW
    WHEN (NEW.transaction <> pg_current_xact_id() OR NEW.at < now() OR NEW.at > clock_timestamp() OR NEW.written_by <> session_user) EXECUTE FUNCTION audit.stamp();
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER stamp;

-- Chains the entries of all transactions that have ended and that no running one can precede; returns how many, at most the given number.
CREATE OR REPLACE FUNCTION audit.seal(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    horizon xid8;
    done xid8;
    place bigint;
    head bytea;
    count integer := 0;
    item record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit.seal', 0));
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    SELECT sealed_below INTO done FROM audit.progress;
    SELECT position, hash INTO place, head FROM audit.link ORDER BY position DESC LIMIT 1;
    place := coalesce(place, 0);
    head := coalesce(head, ''::bytea);

    -- A copy restored on another server counts its transactions from the beginning: whatever it brought along has ended.
    FOR item IN
        SELECT entry.id, audit.canonical(entry) AS content FROM audit.entry AS entry
        WHERE ((horizon >= done AND entry.transaction >= done AND entry.transaction < horizon) OR (horizon < done AND (entry.transaction < horizon OR entry.transaction >= done)))
            AND NOT EXISTS (SELECT FROM audit.link WHERE link.entry_id = entry.id)
        ORDER BY entry.transaction, entry.id LIMIT most
    LOOP
        place := place + 1;
        count := count + 1;
        head := sha256(head || convert_to(item.content, 'UTF8'));
        INSERT INTO audit.link VALUES (place, item.id, head);
    END LOOP;
    IF count < most AND (count > 0 OR horizon < done) THEN
        UPDATE audit.progress SET sealed_below = horizon;
    END IF;
    RETURN count;
END
$$;

REVOKE ALL ON SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
