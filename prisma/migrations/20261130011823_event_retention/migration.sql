-- Events are append-only until their retention ends. Only a statement that declares it may delete them; the other ledgers are
-- never deleted from.
CREATE OR REPLACE FUNCTION "refuse_to_rewrite"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('portico.erasing', true) = 'on'
    AND to_jsonb(NEW) - 'data' - 'description' = to_jsonb(OLD) - 'data' - 'description' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'event' AND current_setting('portico.retention_ended', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;
