-- Who said what in which document, as far as it can be found again by the next version: each claim by the place of its content in the text.
with contents as (
    select document_id, claim_id, list(start_char || '-' || end_char order by start_char) as place
    from claim_spans
    where part = 'content'
    group by all
),
speakers as (select document_id, claim_id, list(distinct name order by name) as speakers from claim_speakers group by all)
select document_id, source_uri, container_path, content_sha256, coalesce(place, [content_text]) as place, content_text, source_text,
    coalesce(speakers, []) as speakers,
    row_number() over (partition by document_id, coalesce(place, [content_text]) order by coalesce(speakers, []), claims.claim_id) as turn
from documents
left join claims using (document_id)
left join contents using (document_id, claim_id)
left join speakers using (document_id, claim_id)
