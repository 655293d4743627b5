-- Which spans are not the stretch of their document's text that they say they are?
with texts as (select document_id, text as whole from documents),
named as (
    select 'mention ' || mention_id as what, document_id, start_char, end_char, text from mentions
    union all select part || ' of claim ' || claim_id, document_id, start_char, end_char, text from claim_spans
    union all select 'role in claim ' || claim_id, document_id, role_start_char, role_end_char, role from claim_speakers where role is not null
    union all
    select 'affiliation in claim ' || claim_id, document_id, affiliation_start_char, affiliation_end_char, affiliation
    from claim_speakers where affiliation is not null
),
unnamed as (
    select 'segment ' || segment_id as what, document_id, start_char, end_char from segments
    union all select 'token ' || token_id, document_id, start_char, end_char from tokens
)
select what || ' of document ' || document_id as finding
from named join texts using (document_id)
where substring(whole, start_char + 1, end_char - start_char) is distinct from text
union all
select what || ' of document ' || document_id
from unnamed join texts using (document_id)
where start_char < 0 or end_char < start_char or end_char > length(whole)
