-- What kinds of sources does each outlet rely on: named people, organisations, documents, or people it does not name?
with counted as (
    select
        documents.publisher,
        claims.source_type,
        count(*) as claims,
        count(distinct claims.document_id) as documents
    from claims
    join documents using (document_id)
    group by all
)
select
    publisher,
    source_type,
    claims,
    claims / sum(claims) over (partition by publisher) as share,
    documents
from counted
order by publisher, claims desc, source_type
