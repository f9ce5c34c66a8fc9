-- Erasing a customer removes personal text from ledgers that are otherwise append-only. Only the transaction that declares
-- it may do so, and only in the columns for text: amounts, references and times stay as they were written.
CREATE OR REPLACE FUNCTION "refuse_to_rewrite"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('portico.erasing', true) = 'on'
    AND to_jsonb(NEW) - 'data' - 'description' = to_jsonb(OLD) - 'data' - 'description' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;
