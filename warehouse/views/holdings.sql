-- What is in the warehouse, in numbers?
select
    count(*) as documents,
    count(distinct publisher) as publishers,
    min(published_at) as first_published_at,
    max(published_at) as last_published_at,
    coalesce(sum(word_count), 0)::bigint as words,
    (select count(*) from claims) as claims,
    (select count(*) from claim_speakers) as claim_speakers,
    (select count(*) from entities) as entities,
    (select count(*) from rejects) as rejects
from documents
