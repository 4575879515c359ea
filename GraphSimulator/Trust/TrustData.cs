using System.Globalization;
using System.Text.Json;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>The synthetic trust as it begins: people and groups from the embedded data file.</summary>
/// <param name="Name">The trust's name.</param>
/// <param name="Domain">Its mail domain.</param>
/// <param name="People">About sixty people.</param>
/// <param name="Groups">The groups of its directory.</param>
internal sealed record TrustData(string Name, string Domain, IReadOnlyList<Person> People, IReadOnlyList<Group> Groups)
{
    private static readonly string[] GivenNames =
        ["Abigail", "Benedict", "Chioma", "Dafydd", "Esther", "Farhan", "Gillian", "Haruto", "Imogen", "Joachim", "Kavita", "Lorcan", "Mirela", "Nnamdi", "Oriel", "Petros", "Rukhsana", "Stellan", "Tamsin", "Yusuf"];

    private static readonly string[] Surnames =
        ["Ashgrove", "Bellwood", "Carrowby", "Denholt", "Elmsworth", "Farrowdale", "Greystead", "Holmeby", "Ingledew", "Kestle", "Lambrook", "Marlowe", "Netherby", "Orchardson", "Penhallow", "Quarrie", "Ravensthorpe", "Silloth", "Tarrant", "Underhay", "Whinfell", "Yarrowby"];

    private static readonly JobPlanActivity[] Sessions =
        [JobPlanActivity.Clinic, JobPlanActivity.Theatre, JobPlanActivity.WardRound, JobPlanActivity.Spa, JobPlanActivity.Admin, JobPlanActivity.Mdt];

    /// <summary>Reads the embedded file.</summary>
    public static TrustData Load()
    {
        using var stream = typeof(TrustData).Assembly.GetManifestResourceStream("trust.json")
            ?? throw new InvalidOperationException("The embedded trust is missing.");
        return JsonSerializer.Deserialize<TrustData>(stream, SimulatorJson.Options)
            ?? throw new InvalidOperationException("The embedded trust is empty.");
    }

    /// <summary>More staff, made up from the seed, until the trust has that many people.</summary>
    public IEnumerable<Person> Fill(int count, Dice dice)
    {
        for (var n = People.Count; n < count; n++)
        {
            var key = n.ToString(CultureInfo.InvariantCulture);
            var given = dice.Pick(GivenNames, "given", key);
            var surname = dice.Pick(Surnames, "surname", key);
            yield return new Person
            {
                Address = $"{given}.{surname}{key}@{Domain}".ToLowerInvariant(),
                Name = $"Dr {given} {surname}",
                JobTitle = "Consultant",
                Department = "Medicine",
                Office = "Arlenmere General Hospital",
                Hired = new LocalDate(2006 + dice.Roll(20, "hired", key), 1 + dice.Roll(12, "month", key), 1),
                Temperament = (Temperament)dice.Roll(8, "temperament", key),
                JobPlan = [.. JobPlanOf(dice, key)],
            };
        }
    }

    private static IEnumerable<JobPlanSlot> JobPlanOf(Dice dice, string key)
    {
        foreach (var day in new[] { IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday })
        {
            yield return new JobPlanSlot(day, new LocalTime(9, 0), new LocalTime(13, 0), dice.Pick(Sessions, "morning", key, day.ToString()));
            yield return new JobPlanSlot(day, new LocalTime(13, 30), new LocalTime(17, 30), dice.Pick(Sessions, "afternoon", key, day.ToString()));
        }
    }
}
