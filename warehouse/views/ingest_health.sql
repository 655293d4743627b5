-- Is ingest healthy: how many runs a day, how many failed, how much did they take in and refuse, and how fast?
select
    started_at::date as day,
    count(*) as runs,
    count(*) filter (where status = 'failed') as failed_runs,
    coalesce(sum(counts['documents']), 0)::bigint as documents,
    coalesce(sum(counts['rejects']), 0)::bigint as rejects,
    coalesce(sum(counts['rejects']), 0) / nullif(sum(coalesce(counts['documents'], 0) + coalesce(counts['rejects'], 0)), 0) as share_rejected,
    coalesce(sum(counts['words']), 0)::bigint as words,
    round(sum(epoch(finished_at - started_at)), 3) as seconds,
    coalesce(sum(counts['words']), 0) / nullif(sum(epoch(finished_at - started_at)), 0) as words_per_second,
    max(finished_at) as last_finished_at
from runs
group by all
order by day desc
