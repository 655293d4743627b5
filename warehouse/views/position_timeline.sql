-- What has each speaker said over time, and how long after the statement before?
with statements as (
    select
        coalesce(links.entity_id, claim_speakers.local_entity_id) as speaker_id,
        coalesce(links.name, claim_speakers.name) as speaker,
        coalesce(claims.said_at, documents.published_at) as said_at,
        claims.stance,
        claims.is_negated,
        claims.kind,
        claims.cue_lemma,
        claims.content_text,
        documents.publisher,
        documents.source_uri,
        claims.document_id,
        claims.claim_id
    from claims
    join documents using (document_id)
    join claim_speakers using (document_id, claim_id)
    left join links using (document_id, local_entity_id)
)
select
    speaker,
    said_at,
    row_number() over earlier as statement,
    date_diff('day', lag(said_at) over earlier, said_at) as days_since_last,
    stance,
    is_negated,
    kind,
    cue_lemma,
    content_text,
    publisher,
    source_uri,
    document_id,
    claim_id,
    speaker_id
from statements
window earlier as (partition by speaker_id order by said_at nulls last, document_id, claim_id)
order by speaker_id, statement
