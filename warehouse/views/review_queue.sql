-- Which claims should a person look at first, and why?
with doubts as (
    select
        claims.*,
        coalesce(links.name, claim_speakers.name) as speaker,
        least(claims.confidence, coalesce(claim_speakers.confidence, 1)) as doubt,
        concat_ws(
            ', ',
            case when claims.kind <> 'indirect' and claims.source_type = 'none' then 'a quotation without a source' end,
            case when claims.source_type in ('person', 'org') and claim_speakers.name is null then 'a source that was not made out' end,
            case when claims.confidence < 0.6 then 'an uncertain claim' end,
            case when claim_speakers.confidence < 0.7 then 'an uncertain speaker' end
        ) as why
    from claims
    left join claim_speakers using (document_id, claim_id)
    left join links using (document_id, local_entity_id)
)
select
    doubts.why,
    doubts.doubt as confidence,
    documents.published_at,
    documents.publisher,
    doubts.speaker,
    doubts.source_text,
    doubts.resolved_by,
    doubts.kind,
    doubts.cue_lemma,
    doubts.content_text,
    documents.source_uri,
    doubts.document_id,
    doubts.claim_id
from doubts
join documents using (document_id)
where doubts.why <> ''
order by doubts.doubt, doubts.document_id, doubts.claim_id
