-- Which two entities may be one, how likely, and what speaks for it? None is merged unless a person decides so.
with kept as materialized (
    select entity_id, name, label, aliases from known_entities
),
mentioned as materialized (
    select entity_id, name, label, documents from entities
),
everyone as materialized (
    select entity_id, name, label, documents from mentioned
    union all
    select entity_id, name, label, 0 from kept anti join mentioned using (entity_id)
),
placed as materialized (
    select distinct document_id, entity_id, name_id from links
),
names as (
    select entity_id, label, name from everyone
    union
    select entity_id, label, unnest(aliases) from kept
),
forms as (
    select distinct entity_id, label, regexp_extract_all(lower(strip_accents(name)), '[\p{L}\p{N}]+') as words
    from names
),
keyed as (
    select *, 'first ' || words[1] as key from forms where len(words) > 1
    union all
    select *, 'last ' || words[-1] from forms where len(words) > 0
    union all
    -- Initials stand beside the name that they are of, the small words left out.
    select *, 'initials ' || case
        when len(words) = 1 then words[1]
        else array_to_string(list_transform(list_filter(words, lambda word: word not in ('of', 'for', 'and', 'the', 'in', 'on')), lambda word: word[1]), '')
    end
    from forms
    where label = 'ORG'
    union all
    select *, 'whole ' || array_to_string(words, ' ') from forms
),
-- A key that very many share tells nothing, and all pairs of them would be too many.
telling as (
    select key
    from keyed
    group by key
    having count(distinct entity_id) between 2 and 200
),
pairs as (
    select
        one.entity_id,
        other.entity_id as other_id,
        split_part(one.key, ' ', 1) as shared,
        one.label,
        other.label as other_label,
        case when len(one.words) <= len(other.words) then one.words else other.words end as short,
        case when len(one.words) <= len(other.words) then other.words else one.words end as long
    from telling
    join keyed as one using (key)
    join keyed as other using (key)
    where one.entity_id < other.entity_id and (one.label = other.label) = (shared <> 'whole')
),
found as (
    select
        *,
        case
            when shared = 'whole' then [0.5, 1]
            when shared = 'initials' and len(short) = 1 and len(long) > 2 then [0.7, 2]
            when shared = 'initials' then null
            when label = 'PERSON' and shared = 'last' and len(short) = 1 then [0.4, 3]
            when label = 'PERSON' and shared = 'last' and short[1] = long[1] then [0.9, 4]
            when label = 'PERSON' and shared = 'last' and short[1][1] = long[1][1] and least(len(short[1]), len(long[1])) = 1 then [0.75, 5]
            when label = 'PERSON' and shared = 'last' and jaro_winkler_similarity(short[1], long[1]) >= 0.88 then [0.6, 6]
            when label = 'PERSON' and shared = 'first' and short[-1] <> long[-1] and jaro_winkler_similarity(short[-1], long[-1]) >= 0.92 then [0.65, 7]
            when label = 'PERSON' then null
            when jaro_winkler_similarity(array_to_string(short, ' '), array_to_string(long, ' ')) >= 0.94 then [0.7, 8]
            when label = 'ORG' and (long[:len(short)] = short or long[-len(short):] = short) then [0.5, 9]
        end as judged
    from pairs
),
weak as (
    select distinct
        least(placed.entity_id, known_names.entity_id) as entity_id,
        greatest(placed.entity_id, known_names.entity_id) as other_id,
        [0.6, 10] as judged
    from placed
    join known_names using (name_id)
    where known_names.is_weak and placed.entity_id <> known_names.entity_id
),
proposed as (
    select entity_id, other_id, judged from found where judged is not null
    union all
    select entity_id, other_id, judged from weak
),
apart as (
    select least(entity_id, other_id) as entity_id, greatest(entity_id, other_id) as other_id from entity_decisions where kind = 'split'
    union
    select least(entity_id, other_id), greatest(entity_id, other_id) from entity_relations
),
together as (
    select distinct proposed.entity_id, proposed.other_id, true as is_together
    from proposed
    join placed as one on proposed.entity_id = one.entity_id
    join placed as other on proposed.other_id = other.entity_id and one.document_id = other.document_id
    -- One thing may be taken for two kinds within a document too.
    where proposed.judged[2] > 1
)
select
    one.name,
    other.name as other_name,
    one.label,
    other.label as other_label,
    round(max(judged[1]) - case when bool_or(coalesce(is_together, false)) then 0.3 else 0 end, 2) as score,
    list_sort(list_distinct(list([
        'the same name, taken for two kinds of thing',
        'the initials of the other',
        'a surname alone',
        'the same first and last name',
        'an initial for the first name',
        'first names spelled alike',
        'surnames spelled alike',
        'spelled alike',
        'a part of the other name',
        'a name that the knowledge base calls weak, or gives to several'
    ][judged[2]::int]))) || case when bool_or(coalesce(is_together, false)) then ['but one document names both'] else [] end as reasons,
    proposed.entity_id,
    proposed.other_id
from proposed
anti join apart using (entity_id, other_id)
left join together using (entity_id, other_id)
join everyone as one on proposed.entity_id = one.entity_id
join everyone as other on proposed.other_id = other.entity_id
-- Two that only the knowledge base has are for its keeper to tell apart.
where one.documents > 0 or other.documents > 0
group by all
order by score desc, name, other_name, proposed.entity_id, proposed.other_id
