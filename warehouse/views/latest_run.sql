-- What did the last run that changed something do?
select
    run_id,
    status,
    started_at,
    finished_at,
    counts,
    seconds,
    versions
from runs
order by finished_at desc, run_id desc
limit 1
