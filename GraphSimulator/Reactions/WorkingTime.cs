using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>When a person is at work: their days and hours, without leave and bank holidays.</summary>
internal sealed class WorkingTime(World world)
{
    private const int DaysLookedAhead = 400;

    /// <summary>True when the person works that day.</summary>
    public bool Works(Person person, LocalDate date) =>
        person.WorkingDays.Contains(date.DayOfWeek) && !BankHolidays.Contains(date) && !world.Planner.IsAway(person, date);

    /// <summary>The moment when that many working minutes have gone by.</summary>
    public Instant AfterMinutes(Person person, Instant from, int minutes)
    {
        var left = Duration.FromMinutes(minutes);
        foreach (var (start, end) in Days(person, from))
        {
            var begin = Instant.Max(start, from);
            if (begin >= end)
                continue;
            if (begin + left < end)
                return begin + left;
            left -= end - begin;
        }

        throw new InvalidOperationException($"{person.Address} does not work within {DaysLookedAhead} days.");
    }

    /// <summary>A moment of the n-th working day after that one.</summary>
    /// <param name="person">Who.</param>
    /// <param name="from">Counted from the day after this.</param>
    /// <param name="days">How many working days, at least 1.</param>
    /// <param name="share">Where in the day, in thousandths of the working hours.</param>
    public Instant AfterDays(Person person, Instant from, int days, int share)
    {
        var today = from.InZone(Zones.London).Date;
        var (start, end) = Days(person, from).Where(d => d.Start.InZone(Zones.London).Date > today).ElementAt(days - 1);
        return start + ((end - start) * share / 1000);
    }

    /// <summary>The working hours of each day from that one on, as far as is looked ahead.</summary>
    public IEnumerable<(Instant Start, Instant End)> Days(Person person, Instant from)
    {
        var today = from.InZone(Zones.London).Date;
        for (var n = 0; n < DaysLookedAhead; n++)
        {
            var date = today.PlusDays(n);
            if (Works(person, date))
                yield return (date.At(person.DayStart).InZoneLeniently(Zones.London).ToInstant(), date.At(person.DayEnd).InZoneLeniently(Zones.London).ToInstant());
        }
    }

    /// <summary>The first half-hour start from which both are free for that long, in working hours of both, at least five working days ahead.</summary>
    /// <param name="person">Who asks for another time.</param>
    /// <param name="other">Whose time it also has to be.</param>
    /// <param name="length">How long.</param>
    /// <param name="skip">How many such starts to pass over, so that not everybody asks for the first.</param>
    public Instant? FreeForBoth(Person person, Person other, Duration length, int skip)
    {
        foreach (var (start, end) in Days(person, world.Now).Skip(5).Take(30))
        {
            var date = start.InZone(Zones.London).Date;
            if (!Works(other, date))
                continue;
            var busy = Busy(person, start, end).Concat(Busy(other, start, end)).ToArray();
            var from = Instant.Max(start, date.At(other.DayStart).InZoneLeniently(Zones.London).ToInstant());
            var to = Instant.Min(end, date.At(other.DayEnd).InZoneLeniently(Zones.London).ToInstant());
            for (var at = from; at + length <= to; at += Duration.FromMinutes(30))
            {
                if (!busy.Any(b => b.Start < at + length && at < b.End) && skip-- <= 0)
                    return at;
            }
        }

        return null;
    }

    private IEnumerable<Calendars.BusyTime> Busy(Person person, Instant start, Instant end) => world.BusyOf(person, start, end).Where(b => b.ShowAs != "free");
}
