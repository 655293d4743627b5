-- What is reported on the word of somebody who is not named, and how are they described?
select
    documents.published_at,
    documents.publisher,
    claims.source_text,
    claims.kind,
    claims.cue_lemma,
    claims.stance,
    claims.content_text,
    claims.confidence,
    documents.title,
    documents.source_uri,
    claims.document_id,
    claims.claim_id
from claims
join documents using (document_id)
where claims.source_type = 'unnamed'
order by documents.published_at, claims.document_id
