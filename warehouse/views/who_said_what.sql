-- Who said what, when, in which outlet, and how is it reported? A row a claim and speaker; claims without a speaker are there too.
select
    documents.published_at,
    documents.publisher,
    coalesce(links.name, claim_speakers.name) as speaker,
    claim_speakers.role,
    claims.source_type,
    claims.kind,
    claims.cue_lemma,
    claims.stance,
    claims.content_text,
    claims.resolved_by,
    coalesce(claim_speakers.confidence, claims.confidence) as confidence,
    documents.source_uri,
    claims.document_id,
    claims.claim_id,
    claim_speakers.affiliation,
    claims.source_text,
    claims.is_negated,
    documents.title,
    links.entity_id
from claims
join documents using (document_id)
left join claim_speakers using (document_id, claim_id)
left join links using (document_id, local_entity_id)
