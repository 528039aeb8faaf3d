-- What is done for each audited table; the words in braces are filled in.

CREATE OR REPLACE FUNCTION audit."record_{table}"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp{settings} AS $$
-- key: {keys}; digested: {digested}; left out: {left out}
DECLARE
    origin jsonb := nullif(current_setting('cchc.origin', true), '')::jsonb;
    was jsonb;
    becomes jsonb;
    was_key jsonb;
    becomes_key jsonb;
    before jsonb;
    after jsonb;
    operation text := left(TG_OP, 1);
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := {OLD image};
        was_key := {OLD key};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := {NEW image};
        becomes_key := {NEW key};
    END IF;

    IF TG_OP = 'UPDATE' THEN
        IF was_key <> becomes_key THEN
            INSERT INTO audit.entry (actor, actor_name, address, action, trace, table_name, key, operation, before)
            VALUES ((origin ->> 'actor')::uuid, origin ->> 'name', origin ->> 'address', origin ->> 'action', origin ->> 'trace', '{table}', was_key, 'D', was);
            operation := 'I';
            was := NULL;
        ELSIF was::text = becomes::text THEN -- as text: 1.0 and 1.00 are the same number and another row
            RETURN NULL;
        ELSE
            SELECT jsonb_object_agg(changed.name, was -> changed.name), jsonb_object_agg(changed.name, changed.value) INTO before, after
            FROM jsonb_each(becomes) AS changed(name, value) WHERE (was -> changed.name)::text IS DISTINCT FROM changed.value::text;
        END IF;
    END IF;
    INSERT INTO audit.entry (actor, actor_name, address, action, trace, reason, table_name, key, operation, before, after, image)
    VALUES ((origin ->> 'actor')::uuid, origin ->> 'name', origin ->> 'address', origin ->> 'action', origin ->> 'trace', becomes ->> 'reason', '{table}',
            coalesce(becomes_key, was_key), operation, coalesce(before, was), coalesce(after, becomes), sha256(convert_to(becomes::text, 'UTF8')));
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION audit."record_{table}"() FROM PUBLIC;
CREATE OR REPLACE TRIGGER audit AFTER {events} ON public."{table}" FOR EACH ROW EXECUTE FUNCTION audit."record_{table}"();
ALTER TABLE public."{table}" ENABLE ALWAYS TRIGGER audit;
