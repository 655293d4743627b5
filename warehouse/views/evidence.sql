-- Where in which document does each stretch of text stand, and is it really there? One row a stretch: of a claim, a name, a role.
with spans as (
    select document_id, part as what, claim_id as id, start_char, end_char, text
    from claim_spans
    union all
    select document_id, 'mention', mention_id, start_char, end_char, text
    from mentions
    union all
    select document_id, 'role', claim_id, role_start_char, role_end_char, role
    from claim_speakers
    where role is not null
    union all
    select document_id, 'affiliation', claim_id, affiliation_start_char, affiliation_end_char, affiliation
    from claim_speakers
    where affiliation is not null
)
select
    spans.what,
    spans.id,
    spans.text,
    spans.start_char,
    spans.end_char,
    substring(documents.text, greatest(spans.start_char - 30, 0) + 1, least(spans.start_char, 30)) as prefix,
    substring(documents.text, spans.end_char + 1, 30) as suffix,
    substring(documents.text, spans.start_char + 1, spans.end_char - spans.start_char) is not distinct from spans.text as verified,
    documents.source_uri,
    documents.container_path,
    documents.content_sha256,
    spans.document_id
from spans
left join documents using (document_id)
