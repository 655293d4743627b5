-- Which reporting words that colour what was said (claimed, insisted, admitted) does each outlet use, and of whom?
with cued as (
    select
        documents.publisher,
        claims.cue_lemma,
        claims.stance,
        coalesce(links.name, claim_speakers.name) as speaker,
        claims.claim_id,
        claims.content_text
    from claims
    join documents using (document_id)
    left join claim_speakers using (document_id, claim_id)
    left join links using (document_id, local_entity_id)
    where claims.cue_lemma is not null
),
outlets as (
    select publisher, count(distinct claim_id) as claims
    from cued
    group by publisher
)
select
    cued.publisher,
    cued.cue_lemma,
    cued.stance,
    cued.speaker,
    count(*) as claims,
    count(*) / any_value(outlets.claims) as share_of_outlet,
    min(cued.content_text) as example
from cued
join outlets on cued.publisher is not distinct from outlets.publisher
-- To deny, urge or promise is something a speaker does; to doubt, assert or admit is what the reporter makes of it.
where cued.stance in ('doubt', 'assert', 'admit')
group by cued.publisher, cued.cue_lemma, cued.stance, cued.speaker
order by cued.publisher, count(*) desc, cued.cue_lemma, cued.speaker
