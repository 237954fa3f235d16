-- pp schema 6: a confirmed e-mail address counts until its successor is confirmed.

ALTER TABLE customer ADD COLUMN former_email TEXT CHECK (length(former_email) BETWEEN 3 AND 254);
CREATE INDEX customer_former_email ON customer (former_email) WHERE former_email IS NOT NULL;
