-- Which rows are of a document that is not there, or is there as another commit wrote it?
with brought as (select document_id, batch_id from documents union all select document_id, batch_id from rejects union all select document_id, batch_id from renewals),
rows_of as (
    select distinct 'segments' as name, document_id, batch_id from segments
    union all select distinct 'tokens', document_id, batch_id from tokens
    union all select distinct 'mentions', document_id, batch_id from mentions
    union all select distinct 'local_entities', document_id, batch_id from local_entities
    union all select distinct 'local_entity_mentions', document_id, batch_id from local_entity_mentions
    union all select distinct 'links', document_id, batch_id from stored.links
    union all select distinct 'entities', document_id, batch_id from stored.entities
    union all select distinct 'claims', document_id, batch_id from claims
    union all select distinct 'claim_spans', document_id, batch_id from claim_spans
    union all select distinct 'claim_speakers', document_id, batch_id from claim_speakers
    union all select distinct 'entity_relations', document_id, batch_id from stored.entity_relations
)
select name || ' of document ' || document_id || ' by batch ' || batch_id as finding from rows_of anti join brought using (document_id, batch_id)
