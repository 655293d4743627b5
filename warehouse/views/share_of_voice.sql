-- Who gets to speak, how often and at what length? A story that several outlets carry counts once.
with said as (
    select
        links.entity_id,
        coalesce(links.name, claim_speakers.name) as name,
        claims.kind,
        claims.document_id,
        documents.publisher,
        len(regexp_extract_all(claims.content_text, '\S+')) as words
    from claims
    join documents using (document_id)
    join claim_speakers using (document_id, claim_id)
    left join links using (document_id, local_entity_id)
    where documents.is_story_lead and not claims.is_negated
),
speakers as (
    select
        entity_id,
        mode(name) as speaker,
        count(*) as claims,
        count(*) filter (where kind <> 'indirect') as quotations,
        sum(words) as words,
        count(distinct document_id) as documents,
        count(distinct publisher) as publishers
    from said
    group by entity_id, case when entity_id is null then name end
)
select
    speaker,
    claims,
    claims / sum(claims) over () as share_of_claims,
    words::bigint as words,
    words / sum(words) over () as share_of_words,
    quotations,
    documents,
    publishers,
    entity_id
from speakers
order by claims desc, words desc, speaker
