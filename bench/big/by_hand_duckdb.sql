-- The rules as one query, written by hand for DuckDB: {chips} and {countries} are small tables, {transactions} is the file.
-- As in the plain loop, what no column can tell is undetermined.
with chip_classes as materialized (
    select
        chip,
        coalesce(datacenter, false) as datacenter,
        coalesce(io_gb_s, 0) >= 600 and tpp >= 4800 as a_2022,
        tpp >= 4800 or (tpp >= 1600 and density >= 5.92) as in_a,
        (tpp >= 2400 and tpp < 4800 and density >= 1.6 and density < 5.92)
            or (tpp >= 1600 and density >= 3.2 and density < 5.92) as in_b,
        not coalesce(datacenter, false) and tpp < 4800 as left_out
    from (select chip, coalesce(tpp, 0) as tpp, coalesce(density, 0) as density, io_gb_s, datacenter from chips)
),
chip_paragraphs as materialized (
    select
        chip,
        datacenter,
        a_2022,
        in_a and not left_out as a_2023,
        in_b and not left_out and not in_a as b_2023,
        (in_a or in_b) and left_out as note_2_2023
    from chip_classes
),
places as materialized (
    select
        *,
        country <> 'US' as abroad,
        country = 'AE' as emirates,
        country = 'MO' as macau,
        country = 'NI' as nicaragua,
        country = 'IQ' as iraq,
        country = 'UA' as ukraine,
        country in ('CN', 'HK') as china,
        country in ('BY', 'MM', 'KH', 'CN', 'HK', 'RU', 'VE') as military,
        country in ('BY', 'MM', 'KH', 'CN', 'HK', 'RU', 'VE', 'IR', 'KP', 'SY', 'CU') as intelligence,
        country in ('CU', 'IR', 'KP', 'SY', 'RU', 'BY') as embargoed
    from countries
),
dated as (
    select
        t.*,
        coalesce(t.known_end_use, 'ordinary') as used_for,
        t.date < date '2023-11-17' as in_2022,
        t.date >= date '2023-11-17' and t.date < date '2025-01-13' as in_2023,
        t.date >= date '2025-01-13' as in_2025,
        t.date >= date '2024-04-04' as since_april_2024,
        {span}::utinyint as span
    from {transactions} as t
),
joined as (
    select
        d.*,
        c.datacenter,
        case when in_2022 then c.a_2022 else c.a_2023 end as a,
        c.b_2023 and not in_2022 as b,
        c.note_2_2023 and not in_2022 as note_2,
        (p.d145 & span) <> 0 as d145,
        (p.d145_unsure & span) <> 0 as d145_unsure,
        (p.d5 & span) <> 0 as d5,
        (p.d5_unsure & span) <> 0 as d5_unsure,
        (p.d1 & span) <> 0 as d1,
        ((u.d5 | w.d5) & span) <> 0 as hq,
        ((u.d5_unsure | w.d5_unsure) & span) <> 0 as hq_unsure,
        u.intelligence or w.intelligence as spies,
        p.emirates,
        p.emirates and d.date >= date '2026-07-10' as uae_open,
        p.iraq,
        p.ukraine,
        p.embargoed,
        p.intelligence,
        p.abroad,
        p.china or (p.macau and d.date >= date '2023-01-17') as china,
        p.military or (p.nicaragua and d.date >= date '2024-03-15') as military,
        used_for = 'semiconductor_equipment' and since_april_2024 as equipment_abroad,
        used_for in ('military', 'military_intelligence', 'ai_training_for_military', 'wmd') as near_military
    from dated as d
    left join chip_paragraphs as c on c.chip = d.chip
    left join places as p on p.country = d.destination
    left join places as u on u.country = d.end_user_hq
    left join places as w on w.country = d.end_user_parent_hq
),
by_end_use as (
    select
        *,
        case
            when used_for = 'supercomputer' and d5 then 'us/ear/744.23(a)(1)'
            when used_for = 'advanced_node_fab' and d5 then 'us/ear/744.23(a)(2)'
            when used_for = 'semiconductor_equipment' and d5 then 'us/ear/744.23(a)(4)'
            when equipment_abroad and hq then 'us/ear/744.23(a)(4)(ii)'
            when used_for = 'military' and military then 'us/ear/744.21'
            when used_for = 'military_intelligence' and intelligence then 'us/ear/744.22'
            when used_for = 'wmd' then 'us/ear/744.2-4'
        end::provisions as met_by_use,
        case
            when used_for = 'supercomputer' then 'us/ear/744.23(a)(1)'
            when used_for = 'advanced_node_fab' then 'us/ear/744.23(a)(2)'
            when used_for = 'semiconductor_equipment' and d5_unsure then 'us/ear/744.23(a)(4)'
            when equipment_abroad and hq_unsure then 'us/ear/744.23(a)(4)(ii)'
            when near_military and military then 'us/ear/744.21'
            when near_military and d1 then 'us/ear/744.17'
            when near_military and spies then 'us/ear/744.22'
            when used_for = 'ai_training_for_military' then 'us/ear/744.6, 744.22, 744.23/training'
        end::provisions as asked_by_use
    from joined
),
required as (
    select
        *,
        case
            when in_2022 and a and china then 'us/ear/742.6(a)(6)'
            when in_2023 and (a or b) and d145 then 'us/ear/742.6(a)(6)(iii)'
            when in_2023 and (a or b) and abroad and hq then 'us/ear/744.23(a)(3)(i)'
            when in_2025 and a and (d145 or emirates) and not uae_open then 'us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5'
            when in_2025 and a and abroad and hq then 'us/ear/742.6(a)(6)(iii)(A)/headquarters'
            when in_2025 and b and d145 then 'us/ear/742.6(a)(6)(iii)(B)'
            when in_2025 and b and abroad and hq then 'us/ear/744.23(a)(3)(i)(A)'
            when met_by_use is not null then met_by_use
            when embargoed then 'us/ear/746'
            when iraq and (a or b) then 'us/ear/746.3'
        end::provisions as met,
        case
            when in_2023 and (a or b) and d145_unsure then 'us/ear/742.6(a)(6)(iii)'
            when in_2023 and (a or b) and abroad and hq_unsure then 'us/ear/744.23(a)(3)(i)'
            when in_2025 and a and (uae_open or d145_unsure) then 'us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5'
            when in_2025 and a and abroad and hq_unsure then 'us/ear/742.6(a)(6)(iii)(A)/headquarters'
            when in_2025 and b and (uae_open or d145_unsure) then 'us/ear/742.6(a)(6)(iii)(B)'
            when in_2025 and b and abroad and hq_unsure then 'us/ear/744.23(a)(3)(i)(A)'
            when asked_by_use is not null then asked_by_use
            when ukraine then 'us/ear/746.6'
        end::provisions as asked,
        d5 or hq or d5_unsure or hq_unsure as notified,
        not in_2022 and not embargoed and not iraq and met_by_use is null as not_barred
    from by_end_use
),
excepted as (
    select
        *,
        case
            when not not_barred then null
            when (b or (a and not datacenter)) and (notified or not since_april_2024) then 'us/ear/740.8 NAC'
            when b or (a and not datacenter) then 'us/ear/740.8 ACA'
            when in_2025 and (a or b) and used_for = 'development_production_storage' and not d5 and not hq
                then 'us/ear/740.28 ACM'
        end::provisions as exception
    from required
)
select
    {given},
    case
        when met is not null and exception is null then 'licence_required'
        when met is not null and not notified and asked_by_use is null and exception <> 'us/ear/740.28 ACM'
            then 'exception'
        when met is not null or asked is not null then 'undetermined'
        else 'no_licence_required'
    end::outcomes as outcome,
    case
        when met is not null and exception is null then met
        when met is not null then exception
        when asked is not null then asked
        when note_2 then 'us/ear/3A090 Note 2'
        when not (a or b) then 'us/ear/3A090.a'
        when in_2022 then 'us/ear/742.6(a)(6)'
        when in_2023 then 'us/ear/742.6(a)(6)(iii)'
        when a then 'us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5'
        else 'us/ear/742.6(a)(6)(iii)(B)'
    end::provisions as provision
from excepted
